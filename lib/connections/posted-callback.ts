import { Problem } from "../errors.ts";
import { log } from "../log.ts";
import { notConfiguredProblem } from "../oauth/client.ts";
import type { Provider } from "../oauth/definition.ts";
import type { CallbackError } from "../oauth/flow-error.ts";
import { getRedirectUri } from "../oauth/redirect-uri.ts";
import type { Connection } from "../store/connection.ts";
import type { AccessRequest } from "./access-token.ts";
import { type CallbackParameters, connectAccount, consumeFlowState } from "./callback.ts";
import { countFailedFlow, countFinishedFlow, toCallbackError } from "./callback-error.ts";
import { defaultDependencies as defaults } from "./dependencies.ts";

/**
 * Completes a flow whose callback a signed-in front end posts. Only the user who started the flow can complete it, so no cookie is
 * needed. A state of another user is not consumed.
 * @throws Problem for every failed outcome
 */
export async function completeAuthorization(
  provider: Provider,
  parameters: CallbackParameters,
  { owner, actor }: Pick<AccessRequest, "owner" | "actor">,
  dependencies = defaults(),
): Promise<Connection> {
  try {
    const { redirectUri } = getRedirectUri(provider, "integrations");
    const { tenant, user } = owner;
    const expected = { redirectUri, delivery: "post", owner: { tenant, user } } as const;
    const flow = await consumeFlowState(provider, parameters.state, expected, dependencies.now());
    const options = { isSameBrowser: true, actor, dependencies };
    const { connection } = await connectAccount(provider, flow, parameters, options);
    countFinishedFlow(provider.id, "success");
    return connection;
  } catch (error) {
    const code = toCallbackError(error);
    log.warn("flow ended", { provider: provider.id, code });
    countFailedFlow(provider.id, code);
    throw callbackErrorToProblem(code, provider, error);
  }
}

function callbackErrorToProblem(code: CallbackError, provider: Provider, cause: unknown): Problem {
  const members = { outcome: code };
  switch (code) {
    case "invalid_state":
    case "expired":
    case "wrong_browser":
      return new Problem("invalid_request", { detail: "Invalid state token", members });
    case "missing_scopes":
      return new Problem("insufficient_permissions", { members });
    case "account_mismatch":
      return new Problem("conflict", { detail: "Another account was chosen than the one to reconnect.", members });
    case "not_configured":
      return notConfiguredProblem(provider);
    case "provider_unavailable":
      return new Problem("provider_unavailable", { members, retryAfter: 5 });
    case "access_denied":
      return new Problem("invalid_request", {
        detail: `Access to ${provider.displayName} was not given. Nothing was connected.`,
        members,
      });
    case "provider_error":
      return new Problem("provider_error", { members });
    case "internal":
      return new Problem("internal", { cause });
  }
}
