// The package ships types its own "exports" map hides; its interface is better-sqlite3's.
declare module 'better-sqlite3-multiple-ciphers' {
  import Database from 'better-sqlite3';
  // biome-ignore lint/style/noDefaultExport: it is the package's own form
  export default Database;
}
