import { Button } from '@/components/button';
import { Face, Item, List } from '@/components/card';
import { Section } from '@/components/section';
import { useElder } from '@/lib/elder';
import { useMe } from '@/lib/session';
import { callPhone } from '@/lib/wechat';

import { usePlace } from './place';

export interface Contact {
  name: string;
  role: string;
  phone: string;
}

/** Who can be called from here: one's own grid worker or committee, for a visitor the committee of the place. */
export function useContact(): Contact | undefined {
  const own = useMe()?.contact;
  const { place } = usePlace();
  if (own?.phone) return { name: own.name, role: own.role, phone: own.phone };
  return place?.phone ? { name: place.name, role: '居委会，有事都能问', phone: place.phone } : undefined;
}

/** The end of a page: somebody's name, and 打电话. */
export function ContactSection() {
  const contact = useContact();
  const { elder } = useElder();
  if (!contact) return null;
  const { name, role, phone } = contact;
  return (
    <Section title="有事找人">
      <List>
        <Item
          {...(elder ? {} : { badge: <Face name={name} /> })}
          title={name}
          lines={[role]}
          action={
            <Button icon="phone" label={`打电话给${name}`} onTap={() => callPhone(phone)}>
              打电话
            </Button>
          }
        />
      </List>
    </Section>
  );
}
