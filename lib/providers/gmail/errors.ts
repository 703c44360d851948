// Gmail's own errors; those that Google's APIs share are in google/errors.ts.
import * as z from "zod";
import type { ProviderFailure } from "../../http/provider-error.ts";
import type { ErrorResponse } from "../../http/provider-json.ts";
import { readGoogleReasons, toGoogleFailure } from "../google/errors.ts";

const errorBody = () => z.object({ error: z.object({ message: z.string() }) });

/** Gmail's error text. Only for telling errors apart; never show it. */
export const readErrorMessage = ({ body }: ErrorResponse): string =>
  errorBody().safeParse(body).data?.error.message ?? "";

/** For requests with an id: Gmail answers 400 to an id of the wrong form, which counts as absent. */
export function toIdFailure(refused: ErrorResponse): ProviderFailure {
  const isIdFault =
    refused.status === 400 && readGoogleReasons(refused).some(({ reason }) => reason === "invalidArgument");
  return isIdFault ? { kind: "absent", code: "invalid_id" } : toGoogleFailure(refused);
}

/** For lists: only Gmail's text tells an invalid or expired page token from other errors. */
export function toListFailure(refused: ErrorResponse): ProviderFailure {
  const isTokenFault = refused.status === 400 && /page ?token/i.test(readErrorMessage(refused));
  return isTokenFault ? { kind: "permanent", code: "invalid_page_token" } : toGoogleFailure(refused);
}
