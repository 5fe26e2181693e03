import type { DemoPerson } from '@linli/shared/demo';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';

import { Answer } from '@/components/answer';
import { Button } from '@/components/button';
import { Face, Item, List } from '@/components/card';
import { Page } from '@/components/page';
import { PageTitle } from '@/components/page-title';
import { Refusal } from '@/components/result';
import { State } from '@/components/state';
import { Tag } from '@/components/tag';
import { demoPeopleQuery } from '@/features/accounts/accounts.api';
import { signInAs, signOut } from '@/lib/account';
import { useElder } from '@/lib/elder';
import { useMe } from '@/lib/session';
import { useAct } from '@/lib/use-act';

import './people.scss';

const goHome = () => Taro.switchTab({ url: '/pages/home/index' });

/** Browser demo only: the people one can be, one after the other, to live the same story from every side. */
export default function People() {
  const me = useMe();
  const query = useQuery(demoPeopleQuery());
  const changing = useAct(async (key: string) => {
    await signInAs(key);
    await goHome();
    return true;
  });
  const leave = async () => {
    if (me) await signOut();
    await goHome();
  };
  return (
    <Page title="换一个人看看">
      <PageTitle title="您想当谁？" text="这是演示社区，人和事都是编的。随时可以在「我的」里再换。" />
      <Refusal error={changing.error} title="没有换成" />
      <Answer query={query} what="名单">
        {({ people }) =>
          people.length ? (
            <List>
              {people.map((person) => (
                <Person
                  key={person.key}
                  person={person}
                  current={me?.resident?.name === person.name}
                  onTap={() => void changing.run(person.key)}
                />
              ))}
            </List>
          ) : (
            <State kind="empty" title="这里没有演示的人" text="请用自己的微信登录。" />
          )
        }
      </Answer>
      <View className="people-end">
        <Button kind="text" block onTap={leave}>
          先不登录，随便看看
        </Button>
      </View>
    </Page>
  );
}

interface PersonProps {
  person: DemoPerson;
  current: boolean;
  onTap: () => void;
}

function Person({ person: { name, role, about }, current, onTap }: PersonProps) {
  const { elder } = useElder();
  return (
    <Item
      {...(elder ? {} : { badge: <Face name={name} /> })}
      title={`${name}，${role}`}
      lines={[about]}
      onTap={onTap}
      {...(current
        ? {
            side: (
              <Tag tone="ok" icon="check">
                现在是
              </Tag>
            ),
          }
        : {})}
    />
  );
}
