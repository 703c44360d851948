import { Icon } from "./icon.tsx";

/** To the thing itself at its provider, where there is a web address. */
export function SourceLink({ url, label }: { readonly url: string; readonly label: string }) {
  if (!url) return null;
  return (
    <a class="icon-button" href={url} target="_blank" rel="noopener noreferrer" aria-label={label} title={label}>
      <Icon name="leave" />
    </a>
  );
}
