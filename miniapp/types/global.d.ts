/// <reference types="@tarojs/taro" />

declare module '*.scss';
declare module '*.svg' {
  const url: string;
  export default url;
}

/** Where the API lives: `/api` on H5, `LINLI_API_BASE` at build time on weapp. */
declare const LINLI_API_BASE: string;

declare namespace NodeJS {
  interface ProcessEnv {
    TARO_ENV: 'weapp' | 'h5';
    NODE_ENV: 'development' | 'production' | 'test';
  }
}
