import { useEffect, useMemo, useState } from "preact/hooks";
import { checkAdministrator } from "../api/admin/check-administrator.ts";
import { listCatalogue } from "../api/catalogue.ts";
import { createApi } from "../api/client.ts";
import type { Notice } from "../app-context.ts";
import { Banner } from "../frame/banner.tsx";
import type { SignedInProps } from "../frame/page-frame.tsx";
import { readAdminRank } from "../session/admin-rank.ts";
import { FailureNote } from "../ui/failure-note.tsx";
import { useLoad } from "../ui/use-load.ts";
import { AdminContext, type AdminContextValue } from "./admin-context.ts";
import { Loading } from "./parts/loading.tsx";
import { Refusal } from "./refusal.tsx";
import { useAddress } from "./use-address.ts";
import { Views } from "./views.tsx";

/** Asks the API whether the user is an administrator, and shows the parts if so. */
export function AdminPage({ config, state, onExpired }: SignedInProps) {
  const { session, tenant } = state;
  const api = useMemo(() => createApi(config, session, tenant, onExpired), [config, session, tenant, onExpired]);
  const check = useLoad(() => checkAdministrator(api, session.user.id));
  const catalogue = useLoad(() => listCatalogue(api));
  const address = useAddress();
  const [notice, showNotice] = useState<Notice>();
  useEffect(() => showNotice(undefined), [address]);
  const isOfStage = readAdminRank(session.accessToken, config.adminClaims ?? []) === "stage";
  const providers = catalogue.value;
  const context = useMemo(
    (): AdminContextValue | undefined => providers && { api, providers, isOfStage, address, showNotice },
    [api, providers, isOfStage, address],
  );
  if (check.failure?.code === "forbidden") return <Refusal user={session.user} />;
  const failure = check.failure ?? catalogue.failure;
  const retry = () => {
    check.reload();
    catalogue.reload();
  };
  if (failure) return <FailureNote failure={failure} onRetry={retry} />;
  if (!check.value || !context) return <Loading what="the page" />;
  return (
    <AdminContext.Provider value={context}>
      <div aria-live="polite">{notice && <Banner notice={notice} onClose={() => showNotice(undefined)} />}</div>
      <Views />
    </AdminContext.Provider>
  );
}
