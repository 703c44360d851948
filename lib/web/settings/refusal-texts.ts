// Texts for the outcome codes with which a provider's redirect can come back.
import type { OutcomeText } from "../ui/failure-texts.ts";

const nothingConnected = "Nothing was connected.";

const refusalTexts: Readonly<Record<string, (name: string) => OutcomeText>> = {
  access_denied: (name) => ({
    title: `${name} was not connected`,
    detail:
      "You or your organization did not give access, so nothing was changed. You can try again whenever you like.",
  }),
  invalid_state: () => ({
    title: "This link is no longer valid",
    detail: `It was already used, or it did not come from this page. ${nothingConnected}`,
  }),
  expired: () => ({
    title: "That took a little too long",
    detail: `For your safety a connection has to be finished within 15 minutes. ${nothingConnected}`,
  }),
  wrong_browser: (name) => ({
    title: "The connection arrived in another browser",
    detail: `For your safety ${name} has to be connected in the browser where you started. ${nothingConnected}`,
  }),
  provider_error: (name) => ({
    title: `${name} refused the connection`,
    detail: `${nothingConnected} If it happens again, tell your administrator.`,
  }),
  provider_unavailable: (name) => ({
    title: `${name} is not answering`,
    detail: `${nothingConnected} Please wait a minute and try again.`,
  }),
  missing_scopes: (name) => ({
    title: `${name} needs more permissions`,
    detail: "Some of the permissions were left out. Try again and allow everything that is asked for.",
  }),
  account_mismatch: (name) => ({
    title: `That was another ${name} account`,
    detail: "You chose a different account than the one to reconnect. Try again with the same account.",
  }),
  not_configured: (name) => ({
    title: `${name} is not set up yet`,
    detail: "Your administrator has to add its credentials before anybody can connect it.",
  }),
};

const internalError: OutcomeText = {
  title: "Something failed on our side",
  detail: `${nothingConnected} Please try again.`,
};

/** Describes an outcome code. Unknown codes are shown as `internal`, because anybody can write a code into a link. */
export function describeRefusal(code: string, providerName: string): OutcomeText {
  const describe = Object.hasOwn(refusalTexts, code) ? refusalTexts[code] : undefined;
  return describe?.(providerName) ?? internalError;
}
