import type { Failure, FailureCode } from "../api/failure.ts";

export interface OutcomeText {
  readonly title: string;
  readonly detail: string;
}

const failureTexts: Readonly<Partial<Record<FailureCode, (name: string) => OutcomeText>>> = {
  reconnect_required: (name) => ({
    title: `${name} no longer accepts our access`,
    detail: "Reconnect the account to go on.",
  }),
  insufficient_permissions: (name) => ({
    title: "A permission is missing",
    detail: `Reconnect and allow what ${name} asks for.`,
  }),
  not_connected: (name) => ({
    title: "This account is no longer connected",
    detail: `Connect it to ${name} again to go on.`,
  }),
  not_found: (name) => ({
    title: `${name} does not have this, or does not show it to this account`,
    detail: "",
  }),
  rate_limited: (name) => ({ title: `${name} was asked too often`, detail: "" }),
  provider_error: (name) => ({
    title: `${name} refused this`,
    detail: "If it happens again, tell your administrator.",
  }),
  provider_unavailable: (name) => ({ title: `${name} is not answering`, detail: "Try again in a moment." }),
  outcome_unknown: (name) => ({
    title: "Nobody can tell whether this arrived",
    detail: `Look in ${name} before you send it again, so that it does not stand there twice.`,
  }),
};

/**
 * Says what went wrong with a provider's account and what the user can do about it.
 * @param name the provider's name
 */
export function describeFailure(failure: Failure, name: string): OutcomeText {
  const own = Object.hasOwn(failureTexts, failure.code) ? failureTexts[failure.code]?.(name) : undefined;
  return own ?? { title: failure.title, detail: failure.detail };
}
