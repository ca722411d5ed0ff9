/** What build.mjs puts in. */
declare const __TEST__: boolean;
declare const __VERSION__: string;

declare module "*.css" {
  const text: string;
  export default text;
}
