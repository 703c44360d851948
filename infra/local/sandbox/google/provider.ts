// The Google sandbox: its own consent, tokens, revocation and calendar; mails from the emulator.
import { answerConsent, type ConsentScreen } from "../consent.ts";
import { type Emulator, readRedirectCode, startEmulator } from "../emulator.ts";
import { type Answer, type Exchange, jsonAnswer, readFields } from "../exchange.ts";
import { createState, type Provider, type State, sandboxClient } from "../state.ts";
import { answerApi } from "./api.ts";
import { createCalendars } from "./calendar-store.ts";
import { createIdTokenSigner, issuer } from "./identity.ts";
import { createMailboxes } from "./mailbox.ts";
import { createPubsub } from "./pubsub.ts";
import { notifyWatch, pushEvent } from "./push.ts";
import { accounts, buildEmulatorSeed } from "./seed.ts";
import { answerToken } from "./token.ts";
import { createChannels } from "./watch-channels.ts";

const codeLifetimeSeconds = 600;

export async function createGoogle(origin: string): Promise<Provider> {
  const state = createState(codeLifetimeSeconds);
  const emulator = await startEmulator("google", origin, buildEmulatorSeed());
  const endpoint = { state, emulator, signIdToken: await createIdTokenSigner() };
  const screen = createConsentScreen(state, emulator);
  const [mailboxes, calendars, channels] = [createMailboxes(), createCalendars(origin), createChannels(state)];
  const pusher = { state, emulator, mailboxes, calendars, channels, origin, pubsub: await createPubsub(origin) };
  const api = { ...pusher, changed: (address: string) => notifyWatch(pusher, address) };
  return {
    name: "google",
    controls: {
      push: (body) => pushEvent(pusher, body),
      /** Makes every historyId so far too old: history.list answers 404. */
      "forget-history": () => mailboxes.forget(),
      /** Makes every sync token so far too old: events.list answers 410. */
      "forget-sync-tokens": () => calendars.forget(),
      /** The active watches and channels. */
      channels: () => ({ watches: mailboxes.watched(), channels: channels.list() }),
    },
    state,
    async answer(exchange) {
      if (exchange.path === "/o/oauth2/v2/auth") return answerConsent(screen, exchange);
      if (exchange.method === "POST" && exchange.path === "/token") return answerToken(endpoint, exchange);
      if (exchange.method === "POST" && exchange.path === "/revoke") return answerRevoke(state, exchange);
      return pusher.pubsub.answer(exchange.path) ?? answerApi(api, exchange);
    },
    async reseed() {
      mailboxes.clear();
      calendars.reseed();
      channels.clear();
      emulator.reset();
    },
    close: () => emulator.close(),
  };
}

function createConsentScreen(state: State, emulator: Emulator): ConsentScreen {
  return {
    title: "Google sandbox",
    clientId: sandboxClient("google").id,
    accounts,
    hint: "login_hint",
    state,
    issueCode: async ({ account, clientId, redirectUri, scopes, challenge }) =>
      readRedirectCode(
        await emulator.post("/o/oauth2/v2/auth/callback", {
          email: account,
          client_id: clientId,
          redirect_uri: redirectUri,
          scope: scopes.join(" "),
          ...(challenge === null ? {} : { code_challenge: challenge, code_challenge_method: "S256" }),
        }),
      ),
    callbackExtras(approval) {
      const { sendIss } = state.behaviour;
      const iss = { right: issuer, wrong: "https://accounts.example.com", none: undefined }[sendIss];
      const granted = approval ? { scope: approval.scopes.join(" "), authuser: "0", prompt: "consent" } : {};
      return { ...granted, ...(iss === undefined ? {} : { iss }) };
    },
  };
}

/** There is one consent per user and client: revoking one of its tokens revokes all, Gmail's and Calendar's. */
function answerRevoke({ grants }: State, exchange: Exchange): Answer {
  const token = readFields(exchange).get("token") ?? exchange.query.get("token") ?? "";
  const found = grants.findByToken(token);
  if (!found || found.revoked) {
    return jsonAnswer({ error: "invalid_token", error_description: "Token expired or revoked" }, 400);
  }
  grants.revoke(({ account, clientId }) => account === found.account && clientId === found.clientId);
  return jsonAnswer({});
}
