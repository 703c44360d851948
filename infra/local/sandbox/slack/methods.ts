// Web API methods that the emulator lacks or answers differently than Slack.

import { type Answer, type Exchange, readFields } from "../exchange.ts";
import type { Grant } from "../grants.ts";
import { answerList } from "./cursors.ts";
import { readHistory, readReplies } from "./history.ts";
import type { Method } from "./method.ts";
import { searchMessages } from "./search.ts";
import type { RunningWorkspace } from "./workspace.ts";

const ownMethods: Readonly<Record<string, Method>> = {
  "conversations.history": readHistory,
  "conversations.replies": readReplies,
  "conversations.list": answerList,
  "users.list": answerList,
  "search.messages": searchMessages,
};

export async function callMethod(at: RunningWorkspace, exchange: Exchange, grant: Grant): Promise<Answer> {
  const method = ownMethods[exchange.path.slice("/api/".length)];
  const asked = new URLSearchParams([...exchange.query, ...readFields(exchange)]);
  return method === undefined ? at.call(exchange, grant.inner) : method({ at, exchange, grant, asked });
}
