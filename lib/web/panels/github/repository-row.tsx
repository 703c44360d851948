import type { Repository } from "../../api/github.ts";
import { formatAgo } from "../../ui/dates.ts";

interface Props {
  readonly repository: Repository;
  readonly onOpen: (repository: Repository) => void;
}

export function RepositoryRow({ repository, onOpen }: Props) {
  const { fullName, description, isPrivate, language, changedAt } = repository;
  const facts = [description, language].filter(Boolean).join(" · ");
  return (
    <li>
      <button type="button" class="row row-2 opens" onClick={() => onOpen(repository)}>
        <span class="row-text">
          <span class="cut strong" title={fullName}>
            {fullName}
          </span>
          <span class="cut fine" title={facts}>
            {facts || "No description"}
          </span>
        </span>
        <span class="row-end fine">
          {isPrivate && <span class="tag">Private</span>}
          <span class="row-fact">{formatAgo(changedAt)}</span>
        </span>
      </button>
    </li>
  );
}
