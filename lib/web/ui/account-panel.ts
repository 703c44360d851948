/** The account that a panel shows: what the components shared by all panels need of it. */
export interface AccountPanel {
  readonly provider: { readonly name: string };
  readonly connection: { readonly accountName: string };
  /** @param missing scopes to request in addition to the granted ones */
  readonly onReconnect: (missing: readonly string[]) => void;
}
