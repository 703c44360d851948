/** The account that a panel shows, as far as the parts of every panel need it. */
export interface AccountPanel {
  readonly provider: { readonly name: string };
  readonly connection: { readonly accountName: string };
  readonly onReconnect: (missing: readonly string[]) => void;
}
