import {
  ActionIcon,
  Anchor,
  Badge,
  Button,
  Group,
  NumberInput,
  Select,
  Stack,
  Table,
  Text,
} from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { api, basedOn, type Schemas, taken } from '../../api/client'
import i18n from '../../i18n'
import { box, volume } from '../../ui/format'
import { StatusPill } from '../../ui/status-pill'
import { useChange } from '../../ui/use-change'

export type Part = Schemas['PartOut']
type Changes = Schemas['PartChangesIn']
type Material = Schemas['MaterialOut']

const UNITS = ['mm', 'cm', 'm', 'inch'] as const
const TOUCHES = [['parts'], ['requests']] as const

type Props = { part: Part; materials: readonly Material[]; editable: boolean }

/** One part of a request: what it is, what is wrong with it, how many are wanted of what. */
export function PartLine({ part, materials, editable }: Props) {
  const { t } = useTranslation()
  const path = { part_id: part.id }
  const change = useChange({
    scope: `part ${part.id}`,
    // One field at a time: it builds on the newest version, which the analysis may have made just now.
    call: async (body: Changes) => {
      const newest = await taken(api.GET('/api/parts/{part_id}', { params: { path } }))
      const params = { path, ...basedOn(newest.version) }
      return taken(api.PATCH('/api/parts/{part_id}', { params, body }))
    },
    touches: TOUCHES,
  })
  const remove = useChange({
    scope: `part ${part.id}`,
    call: async () => {
      const newest = await taken(api.GET('/api/parts/{part_id}', { params: { path } }))
      const params = { path, ...basedOn(newest.version) }
      return taken(api.DELETE('/api/parts/{part_id}', { params }))
    },
    touches: TOUCHES,
  })
  const russian = i18n.language === 'ru'
  return (
    <Table.Tr>
      <Table.Td maw={300}>
        {part.thumbnail_sha256 && (
          <img
            src={`/api/parts/${part.id}/thumbnail.png?sha256=${part.thumbnail_sha256}`}
            alt=""
            width={56}
            height={56}
            style={{ float: 'left', marginRight: 10 }}
          />
        )}
        <Anchor
          component={Link}
          href={`/parts/${part.id}`}
          size="sm"
          truncate="end"
          display="block"
        >
          {part.name}
        </Anchor>
        <Measures part={part} />
      </Table.Td>
      <Table.Td>
        <Stack gap={4} align="start">
          <StatusPill status={part.status} />
          {part.status === 'needs_unit' && editable && <UnitQuestion part={part} />}
          <Findings part={part} />
        </Stack>
      </Table.Td>
      <Table.Td>
        <Select
          size="xs"
          w={200}
          searchable
          aria-label={t('material')}
          placeholder={t('choose_material')}
          disabled={!editable}
          value={part.material_id}
          onChange={(material_id) => change.mutate({ material_id })}
          data={materials.map(({ id, name, name_ru }) => ({
            value: id,
            label: russian ? name_ru : name,
          }))}
        />
      </Table.Td>
      <Table.Td>
        <NumberInput
          size="xs"
          w={80}
          min={1}
          max={10_000}
          allowDecimal={false}
          aria-label={t('quantity')}
          disabled={!editable}
          key={part.quantity}
          defaultValue={part.quantity}
          onBlur={(event) => {
            const quantity = Number(event.currentTarget.value)
            if (quantity >= 1 && quantity !== part.quantity) change.mutate({ quantity })
          }}
        />
      </Table.Td>
      <Table.Td>
        {editable && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('remove_part', { name: part.name })}
            onClick={() => remove.mutate()}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </Table.Td>
    </Table.Tr>
  )
}

function Measures({ part }: { part: Part }) {
  const analysis = part.summary?.analysis as
    | { box_mm: number[]; volume_mm3: number | null }
    | undefined
  if (!analysis) return null
  return (
    <Text size="xs" className="faint">
      {box(analysis.box_mm)}
      {analysis.volume_mm3 !== null && ` · ${volume(analysis.volume_mm3)}`}
    </Text>
  )
}

/** The size is doubtful: a person says in which unit it was drawn; nothing is guessed. */
function UnitQuestion({ part }: { part: Part }) {
  const { t } = useTranslation()
  const set = useChange({
    call: (unit: (typeof UNITS)[number]) =>
      taken(
        api.PUT('/api/parts/{part_id}/unit', {
          params: { path: { part_id: part.id }, ...basedOn(part.version) },
          body: { unit },
        }),
      ),
    touches: TOUCHES,
  })
  return (
    <Group gap={4} role="group" aria-label={t('which_unit')}>
      <Text size="xs">{t('which_unit')}</Text>
      {UNITS.map((unit) => (
        <Button key={unit} size="compact-xs" variant="default" onClick={() => set.mutate(unit)}>
          {t(`unit_name_${unit}`)}
        </Button>
      ))}
    </Group>
  )
}

function Findings({ part }: { part: Part }) {
  const { t } = useTranslation()
  const language = i18n.language as 'en' | 'ru'
  if (part.error) {
    return (
      <Text size="xs" className="bad">
        {part.error.text?.[language] ?? part.error.code}
      </Text>
    )
  }
  return part.findings.map((finding) => (
    <Group key={`${finding.code} ${JSON.stringify(finding.params)}`} gap={6} wrap="nowrap">
      <Badge
        size="xs"
        variant="outline"
        tt="none"
        color={finding.severity === 'error' ? 'red' : 'orange'}
        c="var(--ink)"
      >
        {finding.severity === 'error' ? t('blocks') : t('mind')}
      </Badge>
      <Text size="xs" td={finding.waived ? 'line-through' : undefined}>
        {finding.text?.[language] ?? finding.code}
      </Text>
    </Group>
  ))
}
