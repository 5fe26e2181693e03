import { type ActivityView, changeActivity, createActivity, searchHosts } from '@linli/shared/activities';
import type { RuleView } from '@linli/shared/points';
import { addDays, dayOf } from '@linli/shared/time';
import { useQuery } from '@tanstack/react-query';
import { View } from '@tarojs/components';

import { DateField, PickerField, SwitchField, TextAreaField, TextField } from '@/components/field';
import { rulesQuery } from '@/features/points/points.api';
import { ruleWords } from '@/features/rules-desk/rule-form';
import { FormPanel, numberOf } from '@/features/workbench/form';
import { OrgUnitPicker, type PickedUnit } from '@/features/workbench/org-unit-picker';
import { send } from '@/lib/api';
import { useDraft } from '@/lib/draft';
import { dateTime } from '@/lib/format';
import { queryClient } from '@/lib/query';
import { useMe } from '@/lib/session';
import { useAct } from '@/lib/use-act';

import { clockOptions, dayAndClock, momentText } from './activity-desk.words';
import { HostPicker, type PickedHost } from './host-picker';

interface ActivityFormProps {
  communityId: string;
  /** What is to be changed; without it a new one. */
  activity: ActivityView | undefined;
  onDone: (said: string, id: string) => void;
  onClose: () => void;
}

/** Only what a host can confirm, or what follows from attendance, can be earned at an activity. */
const byAttendance = ({ approver }: RuleView) => approver === 'host' || approver === 'system';

export function ActivityForm({ communityId, activity, onDone, onClose }: ActivityFormProps) {
  const me = useMe();
  const rules = useQuery(rulesQuery(communityId));
  const options = (rules.data?.items ?? []).filter(byAttendance);
  const start = activity && dayAndClock(activity.startsAt);
  const end = activity && dayAndClock(activity.endsAt);
  const role = me?.roles.find(({ role: name }) => name !== 'resident' && name !== 'helper');
  const { value, set, clear, savedAt } = useDraft(`activity:${activity?.id ?? communityId}`, {
    unit: (role ? { id: role.orgUnitId, name: role.orgUnitName } : undefined) as PickedUnit | undefined,
    title: activity?.title ?? '',
    about: activity?.about ?? '',
    bring: activity?.bring ?? '',
    place: activity?.place ?? '',
    day: start?.day ?? '',
    from: start?.clock ?? '08:30',
    to: end?.clock ?? '10:00',
    limited: activity?.capacity !== undefined && activity.capacity !== null,
    capacity: activity?.capacity ? String(activity.capacity) : '20',
    ruleCode: options.find(({ title }) => title === activity?.ruleTitle)?.code ?? '',
    // Null: taken out to be chosen anew.
    host: undefined as PickedHost | null | undefined,
  });
  // The view names the host but not who that is; when the name is one person's, there is nothing to choose again.
  const sameHost = useQuery({
    queryKey: ['activity-hosts', activity?.host.name],
    queryFn: ({ signal }) => send(searchHosts, { search: activity?.host.name }, { signal }),
    enabled: activity !== undefined,
  });
  const [only, another] = sameHost.data?.items ?? [];
  const known =
    only && !another ? { id: only.residentId, name: only.name, address: only.address } : undefined;
  const host = value.host === null ? undefined : (value.host ?? known);
  const ruleCode = value.ruleCode || (options.find(({ title }) => title === activity?.ruleTitle)?.code ?? '');
  const rule = options.find(({ code }) => code === ruleCode);
  const saving = useAct((_: void, requestKey) => {
    const fields = {
      title: value.title,
      about: value.about,
      bring: value.bring,
      place: value.place,
      startsAt: momentText(value.day, value.from),
      endsAt: momentText(value.day, value.to),
      capacity: value.limited ? numberOf(value.capacity) : null,
      ruleCode,
      hostId: host?.id ?? '',
    };
    return activity
      ? send(changeActivity, { id: activity.id, ...fields })
      : send(createActivity, { orgUnitId: value.unit?.id ?? '', ...fields, requestKey });
  });
  const fields = saving.error?.fields ?? {};
  return (
    <FormPanel
      overline={activity ? '改活动' : '新活动'}
      title={value.title || '还没写名称'}
      error={saving.error}
      yes={activity ? '改好了，告诉大家' : '发出去'}
      off={(!activity && !value.unit && '先选在哪里办') || (!host && '先选主持人')}
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        const saved = await saving.run();
        if (!saved) return;
        clear();
        void queryClient.invalidateQueries({ queryKey: ['activities'] });
        void queryClient.invalidateQueries({ queryKey: ['activity', saved.id] });
        onDone(`${saved.title}，${dateTime(saved.startsAt)}，居民看得到了`, saved.id);
      }}
    >
      <TextField
        label="名称"
        value={value.title}
        maxLength={30}
        placeholder="例如 周五大扫除"
        onChange={(title) => set({ title })}
        error={fields.title}
      />
      {!activity && <OrgUnitPicker label="哪里办的" value={value.unit} onChange={(unit) => set({ unit })} />}
      <DateField
        label="哪一天"
        value={value.day}
        earliest={dayOf(Date.now())}
        latest={addDays(dayOf(Date.now()), 365)}
        onChange={(day) => set({ day })}
        error={fields.startsAt}
      />
      <PickerField
        label="几点开始"
        options={clockOptions(value.from, value.to)}
        value={value.from}
        onChange={(from) => set({ from })}
      />
      <PickerField
        label="几点结束"
        options={clockOptions(value.from, value.to)}
        value={value.to}
        onChange={(to) => set({ to })}
        error={
          fields.endsAt ?? (saving.error?.code === 'ACTIVITY_TIME_WRONG' ? '要晚于开始的时间' : undefined)
        }
      />
      <TextField
        label="地点"
        value={value.place}
        placeholder="例如 3栋前小广场"
        onChange={(place) => set({ place })}
        error={fields.place}
      />
      <HostPicker value={host} onChange={(picked) => set({ host: picked ?? null })} error={fields.hostId} />
      {activity && !host && (
        <View className="sub work-remark">原来是{activity.host.name}主持，请再选一次。</View>
      )}
      <PickerField
        label="按哪条规则得分"
        options={options.map(({ code, title }) => ({ value: code, text: `${code} ${title}` }))}
        value={ruleCode}
        onChange={(code) => set({ ruleCode: code })}
        hint={rule ? ruleWords(rule) : '只能选主持人确认到场的规则'}
        error={fields.ruleCode}
      />
      <SwitchField label="限名额" checked={value.limited} onChange={(limited) => set({ limited })} />
      {value.limited && (
        <TextField
          label="最多几个人"
          type="number"
          value={value.capacity}
          onChange={(capacity) => set({ capacity })}
          error={fields.capacity}
        />
      )}
      <TextField
        label="要带什么"
        value={value.bring}
        placeholder="可以不写"
        onChange={(bring) => set({ bring })}
        error={fields.bring}
      />
      <TextAreaField
        label="说明"
        value={value.about}
        placeholder="做什么、要注意什么，可以不写"
        onChange={(about) => set({ about })}
        error={fields.about}
      />
    </FormPanel>
  );
}
