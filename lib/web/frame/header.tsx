import type { PageConfig } from "../config.ts";
import type { SessionControls } from "../session/use-session.ts";
import { type MenuLink, UserMenu } from "./user-menu.tsx";

interface Props {
  readonly config: PageConfig;
  readonly controls: SessionControls;
  /** Names the part of the application beside its mark. */
  readonly crumb: string;
  readonly link: MenuLink | undefined;
}

export function Header({ config, controls, crumb, link }: Props) {
  const { state } = controls;
  return (
    <header class="top">
      <div class="top-inner">
        <span class="wordmark">
          <svg viewBox="0 0 28 28" aria-hidden="true" focusable="false">
            <rect x="1" y="1" width="26" height="26" rx="8" />
            <path d="M9 9.500v4.200a5 5 0 0 0 10 0V9.500" />
            <circle cx="9" cy="8.600" r="2.100" />
            <circle cx="19" cy="8.600" r="2.100" />
            <path d="M14 18.800v3" />
          </svg>
          Patchbay
        </span>
        <span class="crumb">{crumb}</span>
        {state.phase === "signed-in" && (
          <UserMenu
            user={state.session.user}
            demo={config.demo}
            link={link}
            onSignIn={controls.signIn}
            onSignOut={controls.signOut}
          />
        )}
      </div>
    </header>
  );
}
