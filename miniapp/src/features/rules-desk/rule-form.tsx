import {
  approverNames,
  approvers,
  type Approver,
  capPeriodNames,
  capPeriods,
  type CapPeriod,
  endRule,
  pointsCategories,
  type PointsCategory,
  pointsCategoryNames,
  type PointsUnit,
  pointsUnitNames,
  pointsUnits,
  type RuleView,
  saveRule,
} from '@linli/shared/points';
import { addDays, dayOf } from '@linli/shared/time';

import { DateField, PickerField, TextField } from '@/components/field';
import { FormPanel, numberOf } from '@/features/workbench/form';
import { send } from '@/lib/api';
import { useDraft } from '@/lib/draft';
import { dayAndWeekday } from '@/lib/format';
import { queryClient } from '@/lib/query';
import { useAct } from '@/lib/use-act';

const optionsOf = <T extends string>(names: readonly T[], texts: Record<T, string>) =>
  names.map((value) => ({ value, text: texts[value] }));

/** `每次 4 分，每月最多 16 分` */
export function ruleWords({ points, unit, capPoints, capPeriod }: RuleView): string {
  const cap =
    capPoints === null || capPeriod === 'none' ? '没有上限' : `${capPeriods[capPeriod]}最多 ${capPoints} 分`;
  return `每${pointsUnits[unit]} ${points} 分，${cap}`;
}

interface RuleFormProps {
  communityId: string;
  /** The rule to write a new version of; without it a new rule. */
  rule: RuleView | undefined;
  onDone: (said: string) => void;
  onClose: () => void;
}

/** A new rule or a new version of one, from a day after today. What was done before keeps the version of its day. */
export function RuleForm({ communityId, rule, onDone, onClose }: RuleFormProps) {
  const tomorrow = addDays(dayOf(Date.now()), 1);
  const { value, set, clear, savedAt } = useDraft(`rule:${communityId}:${rule?.code ?? 'new'}`, {
    code: rule?.code ?? '',
    category: (rule?.category ?? '') as PointsCategory | '',
    title: rule?.title ?? '',
    points: rule ? String(rule.points) : '',
    unit: (rule?.unit ?? 'time') as PointsUnit,
    capPoints: rule?.capPoints ? String(rule.capPoints) : '',
    capPeriod: (rule?.capPeriod ?? 'month') as CapPeriod,
    evidence: rule?.evidence ?? '',
    approver: (rule?.approver ?? '') as Approver | '',
    effectiveFrom: '',
    adoptedBy: '',
  });
  const saving = useAct((_: void, requestKey) =>
    send(saveRule, {
      communityId,
      code: value.code.trim().toUpperCase(),
      category: value.category as PointsCategory,
      title: value.title,
      points: numberOf(value.points),
      unit: value.unit,
      capPoints: value.capPeriod === 'none' ? null : numberOf(value.capPoints),
      capPeriod: value.capPeriod,
      evidence: value.evidence,
      approver: value.approver as Approver,
      effectiveFrom: value.effectiveFrom,
      adoptedBy: value.adoptedBy,
      requestKey,
    }),
  );
  const fields = saving.error?.fields ?? {};
  return (
    <FormPanel
      overline={rule ? `${rule.code} 的新一版，现在是第 ${rule.version} 版` : '新规则'}
      title={value.title || '还没写事项'}
      remark="开过会、公示过的规则才能用。以前做的事，还按当时的规则算。"
      error={saving.error}
      yes={value.effectiveFrom ? `${dayAndWeekday(value.effectiveFrom)}起用` : '定下来'}
      // The number is part of the address asked: without one there is nobody to say what is wrong.
      off={!value.code.trim() && '先写编号'}
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        const saved = await saving.run();
        if (!saved) return;
        clear();
        void queryClient.invalidateQueries({ queryKey: ['rules'] });
        onDone(`「${saved.title}」从 ${dayAndWeekday(saved.effectiveFrom)} 起用`);
      }}
    >
      <TextField
        label="编号"
        value={value.code}
        maxLength={3}
        placeholder="一个字母加两位数字，如 E01"
        locked={rule && '新一版的编号不变'}
        onChange={(code) => set({ code })}
        error={fields.code}
      />
      <PickerField
        label="类别"
        options={optionsOf(pointsCategoryNames, pointsCategories)}
        value={value.category}
        onChange={(category) => set({ category })}
        error={fields.category}
      />
      <TextField label="事项" value={value.title} onChange={(title) => set({ title })} error={fields.title} />
      <TextField
        label="得几分"
        type="number"
        value={value.points}
        onChange={(points) => set({ points })}
        error={fields.points}
      />
      <PickerField
        label="按什么算"
        options={pointsUnitNames
          // Some units are said with the same word; a list needs each word once.
          .filter(
            (name, index, all) =>
              name === value.unit || all.findIndex((one) => pointsUnits[one] === pointsUnits[name]) === index,
          )
          .filter((name) => name === value.unit || pointsUnits[name] !== pointsUnits[value.unit])
          .map((name) => ({ value: name, text: `每${pointsUnits[name]}` }))}
        value={value.unit}
        onChange={(unit) => set({ unit })}
        error={fields.unit}
      />
      <PickerField
        label="上限按什么期限"
        options={optionsOf(capPeriodNames, capPeriods)}
        value={value.capPeriod}
        onChange={(capPeriod) => set({ capPeriod })}
        error={fields.capPeriod}
      />
      {value.capPeriod !== 'none' && (
        <TextField
          label={`${capPeriods[value.capPeriod]}最多几分`}
          type="number"
          value={value.capPoints}
          onChange={(capPoints) => set({ capPoints })}
          error={fields.capPoints}
        />
      )}
      <PickerField
        label="由谁确认"
        options={optionsOf(approverNames, approvers)}
        value={value.approver}
        onChange={(approver) => set({ approver })}
        error={fields.approver}
      />
      <TextField
        label="凭什么算"
        value={value.evidence}
        placeholder="例如 主持人确认到场"
        onChange={(evidence) => set({ evidence })}
        error={fields.evidence}
        hint="能少就少，不强求照片"
      />
      <DateField
        label="从哪天起用"
        value={value.effectiveFrom}
        earliest={tomorrow}
        onChange={(effectiveFrom) => set({ effectiveFrom })}
        error={fields.effectiveFrom}
      />
      <TextField
        label="哪次会通过的"
        value={value.adoptedBy}
        placeholder="例如 11月20日 居民代表会议"
        onChange={(adoptedBy) => set({ adoptedBy })}
        error={fields.adoptedBy}
      />
    </FormPanel>
  );
}

/** A rule's last day. */
export function EndRuleForm({ communityId, rule, onDone, onClose }: RuleFormProps & { rule: RuleView }) {
  const today = dayOf(Date.now());
  const { value, set, clear, savedAt } = useDraft(`rule-end:${communityId}:${rule.code}`, { lastDay: '' });
  const ending = useAct((_: void) => send(endRule, { communityId, code: rule.code, lastDay: value.lastDay }));
  return (
    <FormPanel
      overline={`停用 ${rule.code}`}
      title={rule.title}
      remark="最后一天以前做的事照样算分，已经得的分不变。"
      error={ending.error}
      yes="停用这条规则"
      off={!value.lastDay && '先选最后一天'}
      savedAt={savedAt}
      onClose={onClose}
      onYes={async () => {
        if (!(await ending.run())) return;
        clear();
        void queryClient.invalidateQueries({ queryKey: ['rules'] });
        onDone(`「${rule.title}」用到 ${dayAndWeekday(value.lastDay)} 为止`);
      }}
    >
      <DateField
        label="最后一天"
        value={value.lastDay}
        earliest={today}
        onChange={(lastDay) => set({ lastDay })}
        error={ending.error?.fields.lastDay}
      />
    </FormPanel>
  );
}
