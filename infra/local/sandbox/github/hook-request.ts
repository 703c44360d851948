import { type Answer, type Exchange, jsonAnswer } from "../exchange.ts";
import type { GithubEvents } from "./events.ts";
import type { Hooks } from "./hooks.ts";

export interface HookRequest {
  readonly hooks: Hooks;
  readonly events: GithubEvents;
  readonly exchange: Exchange;
  /** The sandbox's origin. */
  readonly origin: string;
  readonly repository: string;
  /** The split path below `…/hooks/`. */
  readonly rest: readonly string[];
}

export const notFound = (): Answer => jsonAnswer({ message: "Not Found", status: "404" }, 404);
