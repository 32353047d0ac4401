"""Set words in Spanish, as they are said on set: the same keys as `ENGLISH`, the same slots.

A line is a key and its text; an indented line goes on with the one above it.
"""

from __future__ import annotations

__all__ = ["SPANISH_LINES"]

SPANISH_LINES = """\
word.rule-check | repaso de reglas
word.press | pulse
word.not-yet | todavía no
word.nothing-open | nada pendiente
word.who-has-it | quién la tiene
word.locked-away | guardada bajo llave
word.empty | vacía
word.loaded-with | cargada con {contents}
word.line-clear | línea despejada
word.rule-not-met | regla no cumplida
word.no-entry | sin anotación
word.no-entry-open | sin anotación, registro abierto
word.no-entry-closed | el registro no podía recibir
word.went-ahead | se siguió adelante contra la regla, con motivo
word.stop | ALTO
contents.empty | VACÍA
contents.dummy | INERTES {count} ({checked} de {count} comprobados)
contents.blank | FOGUEO {count}
contents.blank-load | FOGUEO {count}, {load}
contents.live | BALA REAL
contents.mixed | INERTES Y FOGUEO, {count} (trate como cargada)
contents.unknown | SIN SABER (trate como cargada)
contents.not-a-firearm | NO ES ARMA DE FUEGO ({kind})
contents.fired-cases | con vainas dentro
holder.person | la tiene {holder}
holder.locked | guardada bajo llave
holder.locked-place | guardada bajo llave, {place}
holder.place | no la tiene nadie, dejada en {place}
holder.nobody | no la tiene nadie, nadie anotó dónde está
holder.police | la tiene la policía, recibo {receipt}
holder.sent | devuelta a {whom}
holder.missing | no aparece
holder.since | {what}, desde {since}
value.yes | sí
value.no | no
value.live | balas reales
value.dummy | inertes
value.blank | fogueo
value.mixed | inertes y fogueo
value.unknown | sin saber
value.empty | vacía
value.loaded | cargada
value.real | arma de fuego real
value.blank-only | arma de solo fogueo
value.deactivated | inutilizada
value.airsoft | airsoft
value.non-gun | arma que no dispara
value.replica | réplica
value.rubber | de goma
value.edged | arma blanca
value.production | de la producción
value.personal | de una persona
value.muzzle safe | boca hacia donde no hay nadie
value.rounds out | cartuchos fuera
value.chambers | cada recámara
value.feed path | vía de alimentación
value.bore | ánima
value.near-person | cerca de alguien
value.at-person | a una persona
value.object | a una cosa
value.away | lejos de todos
value.not-known | nadie sabe cómo
value.squib-load | tiro flojo
value.misfire | tiro que no salió
value.trigger | gatillo
value.hammer | martillo
value.drop | caída
value.drilled | por el taladro
value.base | por la base
value.hand | a mano
value.rod | con varilla
value.looked | mirando
value.light | con luz
value.shaken | agitando
value.weighed | pesando
value.photographed | con foto
value.clear | despejada
value.blocked | obstruida
value.cold | fría
value.hot | caliente
value.other | otra
value.saw it | la vi
value.was told, not shown | me lo dijeron, no me la enseñaron
value.show me again | enséñemela otra vez
value.not me | yo no
value.enforced | se cumple
value.watched | se observa
value.general | general
value.firearms | armas de fuego
value.good | bien
value.bad | mal
value.safety | seguridad
value.re-brief | repaso
value.induction | acogida
value.after-event | después de lo ocurrido
value.rehearsal | ensayo
value.line-up | colocación
value.take | toma
value.meal | comida
value.move | traslado
act.enrol | {person} se incorporó a la producción[ como {roles}][, lo anotó {by}].
act.assign | {by} nombró a {person}: {role}.
act.relieve | {by} anotó que {person} ya no es {role}.
act.permit | {by} vio el papel «{kind}» de {person}, válido hasta {until}[, para {scope}].
act.revoke_permit | {by} anotó que el papel «{kind}» de {person} ya no vale.
act.train | {by} formó a {person} en {course}[, con {weapon}][, con examen: {assessed}].
act.assess | {by} vio a {person} mostrar lo que sabe hacer en {course}.
act.ask_training | {by} pidió más formación para {person}.
act.decide_training | {by} decidió sobre más formación para {person}: {decision}.
act.name_contact | {by} nombró a {person} como la persona a quien acudir para {purpose}.
act.place_medic | {by} vio en su sitio a {person}, asistencia médica.
act.medic_leaves | {by} anotó que {person}, asistencia médica, se fue.
act.acknowledge_duties | {by} leyó las obligaciones de su puesto.
act.schedule | {by} puso a {person} como {role} para el {day}.
act.adopt | {by} tomó el reglamento {rulebook}, versión {version}: {mode}.
act.give_badge | {by} dio una tarjeta a {person}.
act.end_badge | {by} dio de baja una tarjeta de {person}.
act.fitness_doubt | {by} dudó de que {person} esté en condiciones de trabajar con armas[:
  «{words}»].
act.fitness_cleared | {by} anotó que {person} está otra vez en condiciones de trabajar con
  armas[: «{words}»].
act.assess_risk | {by} escribió la evaluación de riesgos {assessment}, versión {version}, para
  {set_up} y la versión {plan_version} de su plan[, con {covers}][, respaldada por
  {endorsed_by}].
act.plan | {by} planificó {weapon} en {set_up}, versión {version}: {contents}[, {count}][,
  {load}][, apunta: {aim}][, línea de tiro: {muzzle_line}][, {distance_cm} cm][, posiciones:
  {positions}].
act.notify | {by} avisó a {authority} de {about}[, referencia {reference}].
act.notify_end | {by} avisó a {authority} de que el trabajo terminó[, referencia {reference}].
act.issue_call_sheet | {by} envió la orden de rodaje del {day}[, con {lists}].
act.hold_production_permit | {by} tiene el papel «{kind}» de {authority} para la producción,
  hasta {until}.
act.consider_alternative | {by} buscó otra manera que un arma real en {set_up}: «{words}».
act.receive_weapon | {by} recibió {weapon}, {kind}[, marca {maker}][, modelo {model}][, número
  {serial}][, acción {action}][, {chambers} recámaras][, {calibre}][, de {supplier}][,
  cambiada para que no admita bala real: {modified}][, dueño: {owner}][, en {place}].
act.receive_lot | {by} recibió {lot}: {count} cartuchos, {kind}[, carga {load}][, {calibre}][,
  hechos por {maker}][, de fábrica: {factory}][, de {supplier}][, en {container}].
act.test_fire | {by} probó a tiro {weapon} con {lot}[, {count} cartuchos][; distancia medida
  {distance_cm} cm].
act.function_test | {by} probó el funcionamiento de {weapon}: {result}.
act.send_back | {by} devolvió [{weapon} ][{lot} ][({count} cartuchos) ]a {to_whom}.
act.hold_meeting | {by} llevó la reunión {meeting}, {kind}[, con los puntos: {agenda}][, con
  {attended}][, con recorrido: {walk_through}].
act.brief_late | {by} contó a {person}, que llegó más tarde, lo que se trató en la reunión
  {meeting}.
act.open_set_up | {by} abrió {set_up}.
act.close_set_up | {by} cerró {set_up}.
act.start | {by} empezó en {set_up}: {what}.
act.roll | {by} dio motor en {set_up}.
act.cut | {by} cortó en {set_up}.
act.release_crew | {by} dijo a todos en {set_up} que pueden moverse.
act.use_in | {by} llevó {weapon} a {set_up}.
act.break_for | {by} hizo una pausa: {what}.
act.wrap | {by} dio por terminado el {day}.
act.open_store | {by} abrió {place}[ con {second}].
act.lock_store | {by} cerró con llave {place}[ con {second}].
act.draw | {by} sacó {weapon}[ de {place}][ para {purpose}].
act.put_away | {by} guardó {weapon}[ en {place}], bajo llave: {locked}.
act.put_down | {by} dejó {weapon}[ en {place}][, a la vista de alguien: {watched}].
act.pick_up | {by} cogió {weapon}.
act.leave_unattended | {by} anotó que {weapon} quedó sin que nadie la vigilara[, en {place}].
act.lose_sight | {by} perdió de vista {weapon}.
act.count_weapons | {by} contó {found} armas en {place}[ con {second}].
act.give_key | {by} dio la llave de {place} a {to}.
act.lose_key | {by} no encontró una llave de {place}.
act.change_lock | {by} mandó cambiar la cerradura de {place}.
act.seal | {by} precintó {item}, precinto {number}.
act.break_seal | {by} rompió el precinto de {item}[, precinto {number}].
act.issue_rounds | {by} sacó {count} cartuchos de {lot}[ de {place}][ con {second}].
act.return_rounds | {by} devolvió {count} cartuchos de {lot}[ a {place}][ con {second}].
act.wear_rounds | {by} puso {count} cartuchos de {lot} en el vestuario de {person}.
act.take_off_rounds | {by} quitó {count} cartuchos de {lot} del vestuario de {person}.
act.count_rounds | {by} contó {found} cartuchos de {lot} en {place}[ con {second}].
act.count_cases | {by} contó {found} vainas de {lot}[ de {weapon}].
act.find_rounds | {by} encontró {count} cartuchos, anotados como {lot}[, en {place}].
act.destroy_rounds | {by} destruyó {count} cartuchos de {lot}.
act.convert_rounds | {by} convirtió {count} cartuchos de {lot} en {into}.
act.move_lot | {by} pasó {lot} a {container}.
act.inspect | {by} abrió y repasó {weapon}[: {points}]; la encontró {found}.
act.check_bore | {by} miró el ánima de {weapon} ({means}): {result}.
act.check_rounds | {by} comprobó {checked} de {of} cartuchos de {lot} para {weapon}, {kind},
  {means}[, a la vista de {seen_by}][; no estaban bien: {failed}][; foto de la bandeja:
  {photo}].
act.clean | {by} limpió {weapon}.
act.tell | {by} dijo a {to} sobre {weapon}: «{words}».
act.show | {by} enseñó {weapon} a {to}: {contents}[, {count}][ ({checked} de {of} enseñados)]
  [, {means}].
act.answer | {by} contestó sobre {weapon}: {what}[, {contents}].
act.ask_to_see | {by} pidió ver {weapon}.
act.call | {by} anunció {weapon} {state}[, {count}][, {load}][: «{words}»].
act.repeat_call | {by} repitió el anuncio de {weapon}: {state}.
act.warn | {by} avisó a todos en {set_up}[: «{words}»].
act.direct | {by} pidió a {to} apuntar {weapon}: {aim}[, a {target}][, tras preguntar a
  {consulted}].
act.load | {by} cargó {weapon} con {count} de {lot}, {kind}[, carga {load}][, recámaras
  {chambers}][, a la vista de {in_view}].
act.unload | {by} descargó {weapon}: {spent} disparados, {unspent} sin disparar[, a la vista
  de {in_view}].
act.hand_over | {by} dio {weapon} a {to}[ para {set_up}], siempre a la vista: {in_sight}[:
  «{words}»].
act.return_weapon | {by} devolvió {weapon} a {to}[: «{words}»].
act.decline | {by} no cogió {weapon}[: «{words}»].
act.clear_line | {by} vio despejada la línea de tiro de {set_up}.
act.in_line | {by} anotó que {person} está en la línea de tiro de {set_up}.
act.leave_line | {by} anotó que {person} salió de la línea de tiro de {set_up}.
act.measure | {by} midió {distance_cm} cm para {weapon} en {set_up}.
act.protect | {by} puso protección en {set_up}: {what}[, para {who}].
act.take_post | {by} anotó que {person} está en el puesto «{post}» de {set_up}.
act.fire | {by} disparó {weapon}: {count}.
act.discharge | {by} anotó que {weapon} se disparó ({how}); personas heridas: {hurt}.
act.misfire | {by} anotó para {weapon}: {kind}.
act.wait_out | {by} mantuvo {weapon} hacia donde no hay nadie y esperó[ {seconds} s].
act.take_over_misfire | {by} recogió {weapon} tal como estaba, sin abrir.
act.open_misfire | {by} abrió {weapon} después del tiro que no salió.
act.log_cause | {by} escribió la causa para {weapon}: «{words}».
act.tell_cause | {by} contó a {to} la causa para {weapon}.
act.withdraw | {by} retiró {weapon} del uso[: «{words}»].
act.repair | {by} reparó {weapon}[: «{words}»].
act.put_back | {by} volvió a poner en uso {weapon}.
act.stop | {by} dio el ALTO[ en {set_up}][: «{words}»].
act.resume | {by} hizo seguir el trabajo[: «{words}»].
act.raise_concern | Preocupación {concern}[, de {by}]: «{words}».
act.answer_concern | {by} contestó a la preocupación {concern}: «{words}».
act.take_action | {by} hizo algo sobre {matter}: «{words}».
act.refuse_work | {by} prefirió no hacer este trabajo[: «{words}»].
act.quarantine | {by} apartó {weapon}, que no se use[: «{words}»].
act.release | {by} dejó {weapon} libre para el uso[: «{words}»].
act.open_incident | {by} abrió el incidente {incident}[ en {set_up}][, armas: {weapons}][,
  personas: {persons}][: «{words}»].
act.close_incident | {by} cerró el incidente {incident}.
act.know_injury | {by} supo de una herida en el incidente {incident}, grave: {grave}.
act.report_injury | {by} comunicó a {authority} la herida del incidente {incident}.
act.authority_arrives | {by} anotó que {authority} vino por el incidente {incident}[, con
  {lead} al frente].
act.authority_asks | {authority} preguntó sobre el incidente {incident}, lo anotó {by}:
  «{words}».
act.answer_authority | {by} contestó a {authority} sobre el incidente {incident}: «{words}».
act.freeze | {by} apartó {weapon} tal como estaba, sin abrir.
act.hand_to_police | {by} dio {item}[ ({count} cartuchos)] a la policía, recibo {receipt}.
act.come_back | {by} recogió {item}[ ({count} cartuchos)] de la policía.
act.examination_result | {by} anotó lo que halló el examen de {item}[, pieza {number}]:
  «{words}».
act.miss | {by} no encontró {item}[ ({count} cartuchos)].
act.find_missing | {by} encontró {item}[ ({count} cartuchos)], que no aparecía.
act.report_loss | {by} comunicó a {authority} que {item} no aparece.
act.go_ahead | {by} siguió adelante contra la regla {rule}[, {weapon}], motivo: «{words}».
act.amend | {by} añadió una corrección a la anotación {ref}: «{why}».
act.void | {by} anotó que {ref} se escribió por error: «{why}».
act.view_record | {by} miró {what}.
act.move_record | {by} llevó el registro a otra carpeta.
act.take_over_record | {by} siguió con una copia del registro, motivo: «{why}».
act.set_retention | {by} fijó que lo registrado se conserva hasta {until}[: «{words}»].
act.place_legal_hold | {by} hizo conservar todo[ sobre {persons}][ para {authority}], como
  {reference}: «{words}».
act.lift_legal_hold | {by} anotó que ya no hay que conservar nada como {reference}[: «{words}»].
act.ask_erasure | {by} pidió que se borren el nombre y los datos de {person}.
act.erase_person | {by} hizo borrar el nombre y los datos de {person}[: «{words}»].
act.open_record | Se abrió el registro.
act.close_record | Se cerró el registro.
act.join_device | Se unió el aparato {device}.
act.lose_device | No se pudo alcanzar el aparato {device}.
act.device_returns | El aparato {device} volvió a estar al alcance.
act.deliver_late | El aparato {device} envió tarde las anotaciones que esperaban[: {count}].
act.battery_dies | Se agotó la batería del aparato {device}.
act.keep_alive | El registro estaba en marcha.
"""
