/** The address of the wasm, as your bundler gives it. */
declare const url: string;
export default url;
