import type * as z from "zod";
import type { Schemas } from "./request.ts";

/** What an endpoint takes and answers: it is checked on the way in, by the compiler on the way out, and told in the API's document. */
export interface Contract extends Schemas {
  /** One sentence: what it does for its caller. */
  readonly about?: string;
  /** The body of a success. A function, since only the document's writer ever asks for it: a Lambda starts without it. */
  readonly answer?: () => z.ZodType;
  /** Of a success; 200 unless given. */
  readonly status?: 200 | 201 | 202 | 204 | 302;
  /** Whether what a 201 makes may be there already, and is answered with 200 then. */
  readonly mayExist?: true;
  /** `form`: the body may hold a file, as a part of multipart/form-data or in JSON; up to what Lambda takes. Else JSON of 1 MB. */
  readonly accepts?: "form";
  /** It takes `If-Match`, the `etag` of what it is to change (RFC 9110 section 13.1.1). */
  readonly guarded?: true;
}

export type AnswerBody<S extends Contract> = S["answer"] extends () => infer Z
  ? Z extends z.ZodType
    ? z.input<Z>
    : unknown
  : unknown;
