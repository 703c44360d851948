import type { Check } from "./run-checks.ts";

/** What a provider sends to an address when it is registered there, sent from here. */
export interface Challenge {
  /** Its secret's name in the environment. */
  readonly variable: string;
  createCheck(options: ChallengeOptions): Check;
}

interface ChallengeOptions {
  readonly publicBaseUrl: string;
  readonly secret: string;
  readonly request: typeof fetch;
  readonly now?: () => number;
}
