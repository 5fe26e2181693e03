import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Link } from '@/components/button';
import { Result } from '@/components/result';
import { Skeleton } from '@/components/state';

interface PartProps<T> {
  query: UseQueryResult<T>;
  what: string;
  children: (data: T) => ReactNode;
}

/** One part of the home page: when it cannot be opened it says so in a line, and the rest of the page stays. */
export function Part<T>({ query, what, children }: PartProps<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isError || query.fetchStatus === 'paused') {
    return (
      <Result
        kind="warn"
        title={`没能打开${what}`}
        text="别的内容不受影响。"
        action={
          <Link label={`再试一次，打开${what}`} onTap={() => void query.refetch()}>
            再试一次
          </Link>
        }
      />
    );
  }
  return <Skeleton rows={1} />;
}
