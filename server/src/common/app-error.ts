import { errorText, errors, type ErrorCode } from '@linli/shared/errors';

export interface AppErrorExtra {
  /** Fill the `{name}` parts of the sentence. */
  details?: Record<string, string | number>;
  /** What to mend in a form, by field path. */
  fields?: Record<string, string>;
  /** Lines of an import. */
  problems?: { line: number; column: string; text: string }[];
}

/** A refusal we foresee. Everything else that is thrown is our fault and answered as INTERNAL. */
export class AppError extends Error {
  readonly status: number;
  readonly text: string;

  constructor(
    readonly code: ErrorCode,
    readonly extra: AppErrorExtra = {},
  ) {
    super(code);
    this.status = errors[code].status;
    this.text = errorText(code, extra.details);
  }
}
