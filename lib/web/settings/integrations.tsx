import { useMemo, useState } from "preact/hooks";
import { ActivityPanel } from "../activity/activity-panel.tsx";
import { listCatalogue } from "../api/catalogue.ts";
import { createApi } from "../api/client.ts";
import { listConnections, startConnecting } from "../api/connections.ts";
import type { Failure } from "../api/failure.ts";
import { AppContext, type AppContextValue, type Notice } from "../app-context.ts";
import { AskPanel } from "../ask/ask-panel.tsx";
import { Banner } from "../frame/banner.tsx";
import type { SignedInProps } from "../frame/page-frame.tsx";
import { createAccountChanges } from "../live/account-changes.ts";
import { FailureNote } from "../ui/failure-note.tsx";
import { useLoad } from "../ui/use-load.ts";
import { Catalogue } from "./catalogue.tsx";
import { IntegrationsSkeleton } from "./integrations-skeleton.tsx";
import { useRedirectNotice } from "./use-redirect-notice.ts";

const missingUrlFailure: Failure = {
  code: "internal",
  title: "The answer had no address to go to",
  detail: "Please try again.",
  requestId: "",
  retryAfter: 0,
  missingScopes: [],
};

export function Integrations({ config, state, onExpired }: SignedInProps) {
  const { session, tenant, redirect } = state;
  const api = useMemo(() => createApi(config, session, tenant, onExpired), [config, session, tenant, onExpired]);
  const catalogue = useLoad(() => listCatalogue(api));
  const connections = useLoad(() => listConnections(api));
  const [feedVersion, setFeedVersion] = useState(0);
  const [notice, showNotice] = useState<Notice | undefined>(
    state.sentence ? { kind: "bad", title: "That sign-in was not used", detail: state.sentence } : undefined,
  );
  const app = useMemo((): AppContextValue => {
    const connect: AppContextValue["connect"] = async (provider, options) => {
      const answer = await startConnecting(api, provider, options);
      if (!answer.ok) return answer.failure;
      if (!answer.value) return missingUrlFailure;
      location.assign(answer.value);
      return undefined;
    };
    return {
      api,
      config,
      changes: createAccountChanges(),
      connect,
      showNotice,
      reload: connections.reload,
      reloadFeed: () => setFeedVersion((before) => before + 1),
      expire: onExpired,
    };
  }, [api, config, connections.reload, onExpired]);
  useRedirectNotice(redirect, app, catalogue.value, connections.value);

  const failure = catalogue.failure ?? connections.failure;
  const retry = () => {
    catalogue.reload();
    connections.reload();
  };
  return (
    <AppContext.Provider value={app}>
      <div aria-live="polite">{notice && <Banner notice={notice} onClose={() => showNotice(undefined)} />}</div>
      {failure && <FailureNote failure={failure} onRetry={retry} />}
      {!failure && !(catalogue.value && connections.value) && <IntegrationsSkeleton />}
      {catalogue.value && connections.value && (
        <>
          <Catalogue providers={catalogue.value} connections={connections.value} redirect={redirect} />
          <AskPanel />
          <ActivityPanel
            version={feedVersion}
            hidesEmpty={connections.value.length === 0}
            providers={catalogue.value}
          />
        </>
      )}
    </AppContext.Provider>
  );
}
