/**
 * `periksa/element` for React 19: the same module, with types for JSX.
 * @module
 */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { PeriksaInput, PeriksaInputProps } from "./element.js";
export * from "./element.js";
type Markup = DetailedHTMLProps<HTMLAttributes<PeriksaInput>, PeriksaInput> & PeriksaInputProps;
declare module "react" {
    namespace JSX {
        interface IntrinsicElements {
            "periksa-input": Markup;
        }
    }
}
