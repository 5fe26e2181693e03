// Imported first by every script, so that an old Node gets a sentence instead of a stack trace.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Linli needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
  console.error('Install a current Node from https://nodejs.org and run the command again.');
  process.exit(1);
}
