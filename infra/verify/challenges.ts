// The registry of providers that try an address with a challenge when it is registered.
import type { Challenge } from "./challenge.ts";
import { slackChallenge } from "./slack-challenge.ts";

export const challenges: readonly Challenge[] = [slackChallenge];
