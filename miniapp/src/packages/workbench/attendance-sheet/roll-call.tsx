import type { AttendanceSheet } from '@linli/shared/activities';
import { Text, View } from '@tarojs/components';

import { Button } from '@/components/button';
import { Item, List } from '@/components/card';
import { Check, Stepper } from '@/components/field';
import { Section } from '@/components/section';
import { State } from '@/components/state';
import { Table } from '@/components/table';
import { Tag } from '@/components/tag';
import { lengthWords } from '@/features/attendance/length-words';
import type { useTicks } from '@/features/attendance/use-ticks';
import { useWide } from '@/lib/wide';

type Ticks = ReturnType<typeof useTicks>;

/** One person who can be ticked, from the list of sign-ups or added on the spot. */
interface Person {
  id: string;
  name: string;
  address: string;
  marks: string[];
  locked: string;
  addedHere: boolean;
}

/** Everybody who is not confirmed yet: tick who came, and for how long where time counts. */
export function RollCall({ sheet, ticks }: { sheet: AttendanceSheet; ticks: Ticks }) {
  const { attendees, byTime } = sheet;
  const wide = useWide();
  const people: Person[] = [
    ...attendees
      .filter(({ confirmed }) => !confirmed)
      .map((one) => ({
        id: one.residentId,
        name: one.name,
        address: one.address,
        marks: [one.isMinor && '孩子', one.walkIn && '现场加的'].filter((mark) => mark !== false),
        locked: one.locked,
        addedHere: false,
      })),
    ...ticks.walkIns.map(({ residentId, name, address }) => ({
      id: residentId,
      name,
      address,
      marks: ['现场加的'],
      locked: '',
      addedHere: true,
    })),
  ];
  return (
    <Section title="谁来了" remark={people.length ? `${people.length} 人没确认` : ''}>
      {people.length === 0 ? (
        attendees.length === 0 ? (
          <State
            kind="empty"
            title="没有人报名"
            text={`来了没报名的，在${wide ? '右边' : '下面'}找到名字，加进名单。`}
          />
        ) : (
          <View className="sub">报名的都确认过了。还有没报名也来的，在{wide ? '右边' : '下面'}加。</View>
        )
      ) : wide ? (
        <Table
          label="到场名单"
          rows={people}
          keyOf={({ id }) => id}
          nameOf={({ name, address }) => `${name}，${address}`}
          chosen={ticks.ticked}
          onChoose={ticks.choose}
          lockedOf={({ locked }) => locked || undefined}
          columns={[
            { title: '姓名', render: ({ name }) => <Text className="strong">{name}</Text> },
            { title: '住在', grow: 1.4, render: ({ address }) => address },
            ...(byTime
              ? [
                  {
                    title: '来了多久',
                    grow: 1.6,
                    render: (person: Person) =>
                      ticks.ticked.has(person.id) ? <Minutes person={person} ticks={ticks} /> : null,
                  },
                ]
              : []),
            {
              title: '留意',
              grow: 1.6,
              render: (person) => <Marks person={person} onRemove={ticks.remove} />,
            },
          ]}
          phone={() => null}
        />
      ) : (
        <>
          <View className="roll-all">
            <Check label="全部勾上" checked={ticks.isAll} onChange={ticks.chooseAll} />
          </View>
          <List>
            {people.map((person) => (
              <View className="roll-row" key={person.id}>
                <Check
                  label={person.name}
                  checked={ticks.ticked.has(person.id)}
                  onChange={() => ticks.toggle(person.id)}
                  locked={person.locked || undefined}
                >
                  <View className="roll-name">{person.name}</View>
                  <View className="sub">{person.address}</View>
                </Check>
                <Marks person={person} onRemove={ticks.remove} />
                {byTime && ticks.ticked.has(person.id) && <Minutes person={person} ticks={ticks} />}
              </View>
            ))}
          </List>
        </>
      )}
    </Section>
  );
}

/** Who is confirmed already, and what came of it. */
export function Confirmed({ sheet: { attendees, byTime } }: { sheet: AttendanceSheet }) {
  const confirmed = attendees.filter((one) => one.confirmed);
  if (confirmed.length === 0) return null;
  return (
    <Section title="已经确认" remark={`${confirmed.length} 人`}>
      <List tight>
        {confirmed.map(({ residentId, name, address, confirmed: came }) => (
          <Item
            key={residentId}
            title={name}
            lines={[
              [address, byTime && came && lengthWords(came.minutes)].filter(Boolean).join('，'),
              ...(came?.remark ? [came.remark] : []),
            ]}
            side={
              <Tag tone="ok" icon="check">
                {came?.points ?? 0} 分
              </Tag>
            }
          />
        ))}
      </List>
    </Section>
  );
}

function Marks({ person, onRemove }: { person: Person; onRemove: (id: string) => void }) {
  if (person.locked) return <Tag icon="lock">{person.locked}</Tag>;
  return (
    <View className="roll-marks">
      {person.marks.map((mark) => (
        <Tag key={mark} tone="info">
          {mark}
        </Tag>
      ))}
      {person.addedHere && (
        <Button kind="text" size="small" label={`不加${person.name}`} onTap={() => onRemove(person.id)}>
          不加了
        </Button>
      )}
    </View>
  );
}

function Minutes({ person, ticks }: { person: Person; ticks: Ticks }) {
  const minutes = ticks.minutesOf(person.id);
  return (
    <View className="roll-minutes">
      <Stepper
        label={`${person.name}来了多久`}
        value={minutes}
        min={Math.min(30, minutes)}
        max={720}
        by={30}
        unit="分钟"
        onChange={(value) => ticks.setMinutes(person.id, value)}
      />
    </View>
  );
}
