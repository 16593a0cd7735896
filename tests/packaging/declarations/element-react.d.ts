/**
 * `periksa/element` for React 19, which knows elements like this one: the same module, and what JSX may give it.
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
