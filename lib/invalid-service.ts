import { Problem } from "./errors.ts";

/** A name that is no provider's, in the words that clients of the gateway's surface know. */
export const invalidServiceProblem = () => new Problem("invalid_request", { detail: "Invalid service" });
