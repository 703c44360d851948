import type { PageConfig } from "../config.ts";
import { PageFrame } from "../frame/page-frame.tsx";
import type { MenuLink } from "../frame/user-menu.tsx";
import { readAdminRank } from "../session/admin-rank.ts";
import type { SessionState } from "../session/open-session.ts";
import type { RedirectResult } from "../session/redirect-result.ts";
import { useSession } from "../session/use-session.ts";
import { Integrations } from "./integrations.tsx";
import { IntegrationsSkeleton } from "./integrations-skeleton.tsx";

const signIn = { title: "Sign in to see your integrations", hint: "Your accounts are shown to you only." };

export function App({ config, redirect }: { readonly config: PageConfig; readonly redirect: RedirectResult }) {
  const controls = useSession(config, redirect, "ada");
  return (
    <PageFrame
      config={config}
      controls={controls}
      crumb="Settings"
      link={findAdminLink(config, controls.state)}
      content="the integrations"
      title="Integrations"
      about="Connect the tools you work with. You decide what is shared, and you can disconnect at any time."
      opening={<IntegrationsSkeleton />}
      signIn={signIn}
      Page={Integrations}
    />
  );
}

/** For those whose token says so. The page behind it asks the API. */
function findAdminLink({ adminClaims = [] }: PageConfig, state: SessionState): MenuLink | undefined {
  if (state.phase !== "signed-in" || readAdminRank(state.session.accessToken, adminClaims) === "none") return undefined;
  return { label: "Administration", href: `${location.pathname}/admin` };
}
