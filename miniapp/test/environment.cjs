// The branch our pages take at build time; page tests walk the H5 one.
process.env.TARO_ENV = 'h5';
