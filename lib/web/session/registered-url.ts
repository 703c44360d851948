const parts = /\/admin$/;

/**
 * The page's address at the identity provider, where it is registered once: people who sign in or out on a part of the page, such
 * as that for administrators, come back over it.
 */
export const getRegisteredUrl = (): string => location.origin + location.pathname.replace(parts, "");

/** Where to go back to after a sign-in: the part of the page that is open; undefined on the page itself. */
export const getOpenPart = (): string | undefined =>
  parts.test(location.pathname) ? location.pathname + location.search : undefined;
