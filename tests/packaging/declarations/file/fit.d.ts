import type { CheckReport, Fit, FitOptions } from "../common/types.js";
/**
 * What `extract` does before it sends: checks the file, prepares it where that helps, and checks what was mended. For
 * forms that show the very file they will send; then call `extract` with `check: false, prepare: false`. A file that
 * can't be mended is a report that is not `ok`.
 * @param file The picked file.
 * @param options As of `extract`.
 * @returns What to send, the report on it, and what was made of the file that was given.
 * @throws {OcrError} `invalid_file` where it can't be turned, `aborted`, `file_unreadable`, `engine_unavailable`,
 * `invalid_options`
 * @example
 * const { file, report } = await makeFit(picked, { document: "ktp", vendor: "verihubs" });
 * if (report.ok) preview.src = URL.createObjectURL(file);
 */
export declare function makeFit(file: Blob, options: FitOptions & {
    check: false;
}): Promise<Fit & {
    report: null;
}>;
export declare function makeFit(file: Blob, options: FitOptions): Promise<Fit & {
    report: CheckReport;
}>;
