import type { PageConfig } from "../config.ts";
import type { Landing } from "../landing.ts";
import { useSession } from "../session/use-session.ts";
import { Header } from "./header.tsx";
import { Integrations } from "./integrations.tsx";
import { SignInPanel } from "./sign-in-panel.tsx";
import { Skeleton } from "./skeleton.tsx";

export function App({ config, landing }: { readonly config: PageConfig; readonly landing: Landing }) {
  const desk = useSession(config, landing);
  const { state } = desk;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the integrations
      </a>
      <Header config={config} desk={desk} />
      <main id="main" tabIndex={-1}>
        <div class="intro">
          <h1>Integrations</h1>
          <p>Connect the tools you work with. You decide what is shared, and you can disconnect at any time.</p>
        </div>
        {state.phase === "opening" && <Skeleton />}
        {state.phase === "signed-out" && <SignInPanel config={config} desk={desk} state={state} />}
        {state.phase === "signed-in" && (
          <Integrations key={state.session.user.id} config={config} state={state} onExpired={desk.expire} />
        )}
      </main>
    </>
  );
}
