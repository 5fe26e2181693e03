'use strict';
// Two things Jest's resolver does not know: `./x.js` in TypeScript means x.ts, and some packages export only `import`.
module.exports = (request, options) => {
  if (/^\.{1,2}\//.test(request) && request.endsWith('.js')) {
    try {
      return options.defaultResolver(request.replace(/\.js$/, '.ts'), options);
    } catch {
      // a real .js file
    }
  }
  try {
    return options.defaultResolver(request, options);
  } catch (error) {
    try {
      return options.defaultResolver(request, { ...options, conditions: ['import', 'node', 'default'] });
    } catch {
      throw error;
    }
  }
};
