import { useMemo, useState } from "preact/hooks";
import { listCatalogue } from "../api/catalogue.ts";
import { createApi } from "../api/client.ts";
import { listConnections, startConnecting } from "../api/connections.ts";
import type { Failure } from "../api/failure.ts";
import type { PageConfig } from "../config.ts";
import { createChanges } from "../live/changes.ts";
import type { SessionState } from "../session/open-session.ts";
import { ActivityPanel } from "./activity-panel.tsx";
import { Banner } from "./banner.tsx";
import { Catalogue } from "./catalogue.tsx";
import { type Desk, DeskContext, type Notice } from "./desk.ts";
import { FailureNote } from "./failure-note.tsx";
import { Skeleton } from "./skeleton.tsx";
import { useLandingNotice } from "./use-landing-notice.ts";
import { useLoad } from "./use-load.ts";

interface Props {
  readonly config: PageConfig;
  readonly state: Extract<SessionState, { phase: "signed-in" }>;
  readonly onExpired: () => void;
}

const noAddress: Failure = {
  code: "internal",
  title: "The answer had no address to go to",
  detail: "Please try again.",
  requestId: "",
  retryAfter: 0,
  missingScopes: [],
};

export function Integrations({ config, state, onExpired }: Props) {
  const { session, landing } = state;
  const api = useMemo(() => createApi(config, session, onExpired), [config, session, onExpired]);
  const catalogue = useLoad(() => listCatalogue(api));
  const connections = useLoad(() => listConnections(api));
  const [notice, announce] = useState<Notice | undefined>(
    state.sentence ? { kind: "bad", title: "That sign-in was not used", detail: state.sentence } : undefined,
  );
  const desk = useMemo((): Desk => {
    const connect: Desk["connect"] = async (provider, options) => {
      const answer = await startConnecting(api, provider, options);
      if (!answer.ok) return answer.failure;
      if (!answer.value) return noAddress;
      location.assign(answer.value);
      return undefined;
    };
    return { api, changes: createChanges(), connect, announce, reload: connections.reload, expire: onExpired };
  }, [api, connections.reload, onExpired]);
  useLandingNotice(landing, desk, catalogue.value, connections.value);

  const failure = catalogue.failure ?? connections.failure;
  const retry = () => {
    catalogue.reload();
    connections.reload();
  };
  return (
    <DeskContext.Provider value={desk}>
      <div aria-live="polite">{notice && <Banner notice={notice} onClose={() => announce(undefined)} />}</div>
      {failure && <FailureNote failure={failure} onRetry={retry} />}
      {!failure && !(catalogue.value && connections.value) && <Skeleton />}
      {catalogue.value && connections.value && (
        <>
          <Catalogue providers={catalogue.value} connections={connections.value} landing={landing} />
          {connections.value.length > 0 && <ActivityPanel liveUrl={config.liveUrl} providers={catalogue.value} />}
        </>
      )}
    </DeskContext.Provider>
  );
}
