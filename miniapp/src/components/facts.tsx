import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';

import { a11y } from '@/lib/a11y';

import { classes } from './classes';
import './facts.scss';

/** Terms left, facts right; below each other in elder mode. */
export function FactList({ facts }: { facts: { term: string; fact: ReactNode }[] }) {
  return (
    <View className="facts">
      {facts.map(({ term, fact }) => (
        <View className="fact" key={term}>
          <Text className="fact-term">{term}</Text>
          <View className="fact-words">{fact}</View>
        </View>
      ))}
    </View>
  );
}

/** Numbered short acts: what to do, one after the other. */
export function StepList({ steps }: { steps: ReactNode[] }) {
  return (
    <View className="step-list" {...a11y({ role: 'list' })}>
      {steps.map((step, index) => (
        <View className="step" key={index} {...a11y({ role: 'listitem' })}>
          <Text className="step-number num">{index + 1}</Text>
          <View className="grow">{step}</View>
        </View>
      ))}
    </View>
  );
}

export interface TimelineEntry {
  title: ReactNode;
  text?: ReactNode;
  state?: 'done' | 'now' | 'ahead';
}

/** What happened, newest on top. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <View className="timeline" {...a11y({ role: 'list' })}>
      {entries.map(({ title, text, state = 'done' }, index) => (
        <View className={classes('timeline-entry', state)} key={index} {...a11y({ role: 'listitem' })}>
          <View className="strong">{title}</View>
          {text && <View className="sub">{text}</View>}
        </View>
      ))}
    </View>
  );
}

interface MeterProps {
  /** What is counted: `到场`. */
  label: string;
  count: number;
  total: number;
  unit?: string;
}

/** A count with its figure beside it: helps to plan, never compares people. */
export function Meter({ label, count, total, unit = '' }: MeterProps) {
  const share = total > 0 ? Math.min(100, (count / total) * 100) : 0;
  return (
    <View className="meter-box">
      <View className="meter-head">
        <Text>{label}</Text>
        <Text className="num">
          {count} / {total}
          {unit && ` ${unit}`}
        </Text>
      </View>
      <View className="meter" {...a11y({ hidden: true })}>
        <View className="meter-fill" style={{ width: `${share}%` }} />
      </View>
    </View>
  );
}
