import type { SignedInUser } from "../session/id-token.ts";
import { demoUsers } from "../session/open-session.ts";
import { Icon } from "../ui/icon.tsx";
import { toInitial } from "../ui/initial.ts";

export interface MenuLink {
  readonly label: string;
  readonly href: string;
}

interface Props {
  readonly user: SignedInUser;
  readonly demo: boolean;
  /** The way to another page; undefined for none. */
  readonly link: MenuLink | undefined;
  readonly onSignIn: (user: string) => void;
  readonly onSignOut: () => void;
}

/** A native popover: the browser handles Escape, clicks outside and the focus. */
export function UserMenu({ user, demo, link, onSignIn, onSignOut }: Props) {
  return (
    <div class="user">
      <button type="button" class="user-button" popovertarget="user-menu">
        <span class="avatar" aria-hidden="true">
          {toInitial(user.name)}
        </span>
        <span class="user-name">{user.name}</span>
        <Icon name="down" />
      </button>
      <div id="user-menu" class="menu" popover="auto">
        <p class="menu-who">
          Signed in as <strong>{user.name}</strong>
          {user.email && user.email !== user.name && <span>{user.email}</span>}
        </p>
        {link && (
          <a class="menu-item" href={link.href}>
            {link.label}
          </a>
        )}
        {demo && (
          <>
            <p class="menu-label" id="switch-user">
              Switch user
            </p>
            <ul aria-labelledby="switch-user">
              {demoUsers.map(({ id, name }) => (
                <li key={id}>
                  <button type="button" class="menu-item" onClick={() => onSignIn(id)}>
                    {name}
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        <button type="button" class="menu-item" onClick={onSignOut}>
          Sign out
        </button>
      </div>
    </div>
  );
}
