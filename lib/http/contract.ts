import type * as z from "zod";
import type { Schemas } from "./request.ts";

/** Input and output of an endpoint. Input is checked at run time, output by the compiler; the OpenAPI document shows both. */
export interface Contract extends Schemas {
  /** One sentence: what the endpoint does for its caller. */
  readonly about?: string;
  /** Schema of the body of a success. A function, since only the OpenAPI generator needs it and Lambdas start faster without it. */
  readonly answer?: () => z.ZodType;
  /** Status of a success; 200 unless given. */
  readonly status?: 200 | 201 | 202 | 204 | 302;
  /** Set where a 201 endpoint answers 200 if the resource exists already. */
  readonly mayExist?: true;
  /** `form`: multipart/form-data or JSON that may contain a file, up to Lambda's limit. Otherwise JSON of at most 1 MB. */
  readonly accepts?: "form";
  /** Set where the answer can also be a CSV file, by `format` or `Accept`. */
  readonly answersCsv?: true;
  /** The endpoint takes `If-Match` with the `etag` of the resource (RFC 9110 section 13.1.1). */
  readonly guarded?: true;
}

export type AnswerBody<S extends Contract> = S["answer"] extends () => infer Z
  ? Z extends z.ZodType
    ? z.input<Z>
    : unknown
  : unknown;
