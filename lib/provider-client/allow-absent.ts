import { findProviderError } from "../http/provider-error.ts";

/** The result of a call; undefined when the provider says that the resource does not exist. @throws every other error of the call */
export async function allowAbsent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (findProviderError(error)?.kind !== "absent") throw error;
    return undefined;
  }
}
