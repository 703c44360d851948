// Refusals of Gmail's that only it has; the rest is common to Google's APIs.
import * as z from "zod";
import type { ProviderFailure } from "../../http/provider-error.ts";
import type { ErrorResponse } from "../../http/provider-json.ts";
import { readGoogleReasons, toGoogleFailure } from "../google/errors.ts";

const errorBody = () => z.object({ error: z.object({ message: z.string() }) });

/** What Gmail says in words: to tell one refusal from another, and never to be shown. */
export const readErrorMessage = ({ body }: ErrorResponse): string =>
  errorBody().safeParse(body).data?.error.message ?? "";

/** Of a request that names something by an id: one that is not formed as Gmail's are (400) is not there either. */
export function toIdFailure(refused: ErrorResponse): ProviderFailure {
  const isOfId =
    refused.status === 400 && readGoogleReasons(refused).some(({ reason }) => reason === "invalidArgument");
  return isOfId ? { kind: "absent", code: "invalid_id" } : toGoogleFailure(refused);
}

/** Of a list: a page token that is not (or no longer) Gmail's has a message of its own, and everything else wrong has not. */
export function toListFailure(refused: ErrorResponse): ProviderFailure {
  const isOfToken = refused.status === 400 && /page ?token/i.test(readErrorMessage(refused));
  return isOfToken ? { kind: "permanent", code: "invalid_page_token" } : toGoogleFailure(refused);
}
