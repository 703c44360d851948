import { toInitial } from "../ui/initial.ts";
import { getLook } from "./looks.ts";

/** The provider's icon in its colour; without an icon, its first letter. */
export function Glyph({ provider, name }: { readonly provider: string; readonly name: string }) {
  const { drawing, tint } = getLook(provider);
  return (
    <span class="glyph" style={tint ? { "--tint": tint } : {}} aria-hidden="true">
      {drawing ? (
        <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d={drawing} />
        </svg>
      ) : (
        toInitial(name)
      )}
    </span>
  );
}
