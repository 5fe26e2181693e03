import { Children, type PropsWithChildren } from 'react';

import { useElder } from '@/lib/elder';

import { List } from './card';

/** Items that each ask for an act: one card for all of them; in elder mode a card each. */
export function ActList({ children }: PropsWithChildren) {
  const { elder } = useElder();
  if (!elder) return <List>{children}</List>;
  return <>{Children.map(children, (child) => child && <List>{child}</List>)}</>;
}
