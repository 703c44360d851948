import * as z from "zod";
import type { AccountImport, OldAccount } from "../../connections/old-connection.ts";
import { ProviderError } from "../../http/provider-error.ts";
import { readProviderJson } from "../../http/provider-json.ts";

const isWorkspace = (id: string | undefined): id is string => /^[TE][A-Z0-9]{1,31}$/.test(id ?? "");
const isPerson = (id: string | undefined): id is string => /^[UW][A-Z0-9]{1,31}$/.test(id ?? "");

/** docs.slack.dev/authentication/tokens, with `xoxe.` before those that are rotated. */
const botToken = /^(xoxe\.)?xoxb-/;
const userToken = /^(xoxe\.)?xoxp-/;

const authTest = () =>
  z.discriminatedUnion("ok", [
    z.object({
      ok: z.literal(true),
      team_id: z.string(),
      team: z.string().optional(),
      user_id: z.string().optional(),
      bot_id: z.string().optional(),
    }),
    z.object({ ok: z.literal(false), error: z.string() }),
  ]);

const describePerson = ({ userId }: OldAccount) => (isPerson(userId) ? { authed_user: { id: userId } } : {});

export const slackImport: AccountImport = {
  readAccount({ account: { userId, username, accountId, accountName, botUserId } }) {
    if (!isWorkspace(accountId) || !isPerson(userId)) return undefined;
    return {
      id: accountId,
      name: accountName ?? accountId,
      ...(username === undefined ? {} : { username }),
      profile: { userId, botUserId },
      person: userId,
    };
  },
  /** docs.slack.dev/reference/methods/auth.test: of a bot's token, the user is the bot. */
  async askTokenMembers({ account }, { fetch, endpoints: { api } }) {
    const answer = await readProviderJson(await fetch(`${api}auth.test`, { method: "POST" }), authTest());
    if (!answer.ok) throw new ProviderError({ kind: "token", code: answer.error });
    const { team_id, team, user_id, bot_id } = answer;
    const person =
      bot_id === undefined && isPerson(user_id) ? { authed_user: { id: user_id } } : describePerson(account);
    const bot = bot_id === undefined ? {} : { bot_user_id: user_id };
    return { bot: bot_id !== undefined, team: { id: team_id, name: team }, ...bot, ...person };
  },
  chooseTokenSet({ accessToken, speaksAs }) {
    if (botToken.test(accessToken)) return "bot";
    if (userToken.test(accessToken)) return "user";
    return speaksAs === "bot" ? "bot" : "user";
  },
};
