// The page for administrators. What it offers follows from the token; what it shows, from what the API answers.
import type { PageConfig } from "../config.ts";
import { PageFrame } from "../frame/page-frame.tsx";
import type { RedirectResult } from "../session/redirect-result.ts";
import { useSession } from "../session/use-session.ts";
import { AdminPage } from "./admin-page.tsx";
import { Loading } from "./parts/loading.tsx";

/** Providers and issuers lead to the settings page, never here. */
const plainVisit: RedirectResult = { kind: "plain" };
const settingsLink = { label: "Your integrations", href: location.pathname.replace(/\/admin$/, "") };
const signIn = {
  title: "Sign in as an administrator",
  hint: "This page is for those who look after the integrations of others.",
};

export function AdminApp({ config }: { readonly config: PageConfig }) {
  const controls = useSession(config, plainVisit, "dana");
  return (
    <PageFrame
      config={config}
      controls={controls}
      crumb="Administration"
      link={settingsLink}
      content="the content"
      title="Administration"
      about="What is connected, what arrives, and who did what."
      opening={<Loading what="the page" />}
      signIn={signIn}
      Page={AdminPage}
    />
  );
}
