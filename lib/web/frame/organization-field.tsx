import { fitsHeader } from "../session/tenants.ts";

interface Props {
  /** None where there is nothing to choose. */
  readonly tenants: readonly string[];
  /** Empty when none of them can be chosen. */
  readonly tenant: string;
  readonly onChoose: (tenant: string) => void;
}

/** Lets a user of several organizations choose the one to act for. */
export function OrganizationField({ tenants, tenant, onChoose }: Props) {
  if (tenants.length === 0) return null;
  const unusable = tenants.filter((name) => !fitsHeader(name));
  return (
    <div class="organization">
      {tenant && (
        <label class="field">
          <span>Organization</span>
          <select value={tenant} onChange={(event) => onChoose(event.currentTarget.value)}>
            {tenants.map((name) => (
              <option key={name} value={name} disabled={!fitsHeader(name)}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {unusable.length > 0 && (
        <p class={tenant ? "fine" : ""}>
          Not available on this page: <bdi>{unusable.join(", ")}</bdi>. A browser can only send names of unaccented
          letters, digits and punctuation. Ask your administrator for such a name.
        </p>
      )}
    </div>
  );
}
