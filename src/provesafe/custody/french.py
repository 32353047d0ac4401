"""Set words in French, as they are said on set: the same keys as `ENGLISH`, the same slots.

A line is a key and its text; an indented line goes on with the one above it.
"""

from __future__ import annotations

__all__ = ["FRENCH_LINES"]

FRENCH_LINES = """\
word.rule-check | passage des règles
word.press | appuyez
word.not-yet | pas encore
word.nothing-open | rien en attente
word.who-has-it | qui l'a
word.locked-away | sous clé
word.empty | vide
word.loaded-with | chargée avec {contents}
word.line-clear | ligne dégagée
word.rule-not-met | règle non suivie
word.no-entry | rien de noté
word.no-entry-open | rien de noté, registre ouvert
word.no-entry-closed | le registre ne pouvait rien recevoir
word.went-ahead | poursuivi contre la règle, avec motif
word.stop | STOP
contents.empty | VIDE
contents.dummy | INERTES {count} ({checked} sur {count} contrôlées)
contents.blank | À BLANC {count}
contents.blank-load | À BLANC {count}, {load}
contents.live | BALLE RÉELLE
contents.mixed | INERTES ET À BLANC, {count} (à traiter comme chargée)
contents.unknown | INCONNU (à traiter comme chargée)
contents.not-a-firearm | PAS UNE ARME À FEU ({kind})
contents.fired-cases | des étuis dedans
holder.person | {holder} l'a
holder.locked | sous clé
holder.locked-place | sous clé, {place}
holder.place | personne ne l'a, posée à {place}
holder.nobody | personne ne l'a, personne n'a noté où elle est
holder.police | chez la police, reçu {receipt}
holder.sent | renvoyée à {whom}
holder.missing | introuvable
holder.since | {what}, depuis {since}
value.yes | oui
value.no | non
value.live | balles réelles
value.dummy | inertes
value.blank | à blanc
value.mixed | inertes et à blanc
value.unknown | inconnu
value.empty | vide
value.loaded | chargée
value.real | arme à feu réelle
value.blank-only | arme à blanc seulement
value.deactivated | neutralisée
value.airsoft | airsoft
value.non-gun | arme qui ne tire pas
value.replica | réplique
value.rubber | en caoutchouc
value.edged | arme blanche
value.production | à la production
value.personal | à quelqu'un
value.muzzle safe | bouche là où il n'y a personne
value.rounds out | cartouches dehors
value.chambers | chaque chambre
value.feed path | couloir d'alimentation
value.bore | âme du canon
value.near-person | près de quelqu'un
value.at-person | sur une personne
value.object | sur une chose
value.away | loin de tous
value.not-known | personne ne sait comment
value.squib-load | coup faible
value.misfire | coup qui n'est pas parti
value.trigger | détente
value.hammer | chien
value.drop | chute
value.drilled | au trou percé
value.base | au culot
value.hand | à la main
value.rod | à la tige
value.looked | en regardant
value.light | à la lampe
value.shaken | en secouant
value.weighed | en pesant
value.photographed | en photo
value.clear | dégagée
value.blocked | obstruée
value.cold | froide
value.hot | chaude
value.other | autre
value.saw it | je l'ai vue
value.was told, not shown | on me l'a dit, pas montré
value.show me again | montrez-la-moi encore
value.not me | pas moi
value.enforced | appliqué
value.watched | observé
value.general | générale
value.firearms | armes à feu
value.good | bon
value.bad | mauvais
value.safety | sécurité
value.re-brief | rappel
value.induction | accueil
value.after-event | après ce qui s'est passé
value.rehearsal | répétition
value.line-up | mise en place
value.take | prise
value.meal | repas
value.move | déplacement
act.enrol | {person} a rejoint la production[ comme {roles}][, noté par {by}].
act.assign | {by} a nommé {person} : {role}.
act.relieve | {by} a noté que {person} n'est plus {role}.
act.permit | {by} a vu le papier « {kind} » de {person}, valable jusqu'au {until}[, pour
  {scope}].
act.revoke_permit | {by} a noté que le papier « {kind} » de {person} ne vaut plus.
act.train | {by} a formé {person} : {course}[, avec {weapon}][, avec contrôle : {assessed}].
act.assess | {by} a vu {person} montrer son savoir-faire : {course}.
act.ask_training | {by} a demandé plus de formation pour {person}.
act.decide_training | {by} a décidé de plus de formation pour {person} : {decision}.
act.name_contact | {by} a nommé {person} comme la personne à qui s'adresser pour {purpose}.
act.place_medic | {by} a vu en place {person}, assistance médicale.
act.medic_leaves | {by} a noté le départ de {person}, assistance médicale.
act.acknowledge_duties | {by} a lu les devoirs de son poste.
act.schedule | {by} a prévu {person} comme {role} pour le {day}.
act.adopt | {by} a pris le recueil {rulebook}, version {version} : {mode}.
act.give_badge | {by} a donné un badge à {person}.
act.end_badge | {by} a mis fin à un badge de {person}.
act.fitness_doubt | {by} a douté que {person} soit en état de travailler avec des armes[ : «
  {words} »].
act.fitness_cleared | {by} a noté que {person} est de nouveau en état de travailler avec des
  armes[ : « {words} »].
act.assess_risk | {by} a écrit l'évaluation des risques {assessment}, version {version}, pour
  {set_up} et la version {plan_version} de son plan[, avec {covers}][, appuyée par
  {endorsed_by}].
act.plan | {by} a prévu {weapon} dans {set_up}, version {version} : {contents}[, {count}][,
  {load}][, visée : {aim}][, ligne de tir : {muzzle_line}][, {distance_cm} cm][, positions :
  {positions}].
act.notify | {by} a averti {authority} : {about}[, référence {reference}].
act.notify_end | {by} a averti {authority} que le travail est fini[, référence {reference}].
act.issue_call_sheet | {by} a envoyé la feuille de service du {day}[, avec {lists}].
act.hold_production_permit | {by} a le papier « {kind} » de {authority} pour la production,
  jusqu'au {until}.
act.consider_alternative | {by} a cherché autre chose qu'une arme réelle dans {set_up} : «
  {words} ».
act.receive_weapon | {by} a reçu {weapon}, {kind}[, marque {maker}][, modèle {model}][, numéro
  {serial}][, action {action}][, {chambers} chambres][, {calibre}][, de {supplier}][, modifiée
  pour ne prendre aucune balle réelle : {modified}][, appartient : {owner}][, à {place}].
act.receive_lot | {by} a reçu {lot} : {count} cartouches, {kind}[, charge {load}][, {calibre}]
  [, faites par {maker}][, faites en usine : {factory}][, de {supplier}][, dans {container}].
act.test_fire | {by} a essayé {weapon} au tir avec {lot}[, {count} cartouches][ ; distance
  mesurée {distance_cm} cm].
act.function_test | {by} a essayé le fonctionnement de {weapon} : {result}.
act.send_back | {by} a renvoyé [{weapon} ][{lot} ][({count} cartouches) ]à {to_whom}.
act.hold_meeting | {by} a mené la réunion {meeting}, {kind}[, avec les points : {agenda}][,
  avec {attended}][, avec parcours : {walk_through}].
act.brief_late | {by} a dit à {person}, qui arrivait plus tard, ce que la réunion {meeting} a
  traité.
act.open_set_up | {by} a ouvert {set_up}.
act.close_set_up | {by} a fermé {set_up}.
act.start | {by} a commencé dans {set_up} : {what}.
act.roll | {by} a lancé le moteur sur {set_up}.
act.cut | {by} a coupé sur {set_up}.
act.release_crew | {by} a dit à tous sur {set_up} qu'on peut bouger.
act.use_in | {by} a apporté {weapon} à {set_up}.
act.break_for | {by} a fait une pause : {what}.
act.wrap | {by} a annoncé la fin du {day}.
act.open_store | {by} a ouvert {place}[ avec {second}].
act.lock_store | {by} a fermé à clé {place}[ avec {second}].
act.draw | {by} a sorti {weapon}[ de {place}][ pour {purpose}].
act.put_away | {by} a rangé {weapon}[ dans {place}], sous clé : {locked}.
act.put_down | {by} a posé {weapon}[ à {place}][, sous les yeux de quelqu'un : {watched}].
act.pick_up | {by} a pris {weapon}.
act.leave_unattended | {by} a noté que {weapon} est restée sans personne pour la surveiller[,
  à {place}].
act.lose_sight | {by} a perdu {weapon} de vue.
act.count_weapons | {by} a compté {found} armes à {place}[ avec {second}].
act.give_key | {by} a donné la clé de {place} à {to}.
act.lose_key | {by} n'a pas trouvé une clé de {place}.
act.change_lock | {by} a fait changer la serrure de {place}.
act.seal | {by} a scellé {item}, scellé {number}.
act.break_seal | {by} a rompu le scellé de {item}[, scellé {number}].
act.issue_rounds | {by} a sorti {count} cartouches de {lot}[ de {place}][ avec {second}].
act.return_rounds | {by} a rapporté {count} cartouches de {lot}[ à {place}][ avec {second}].
act.wear_rounds | {by} a mis {count} cartouches de {lot} sur le costume de {person}.
act.take_off_rounds | {by} a ôté {count} cartouches de {lot} du costume de {person}.
act.count_rounds | {by} a compté {found} cartouches de {lot} à {place}[ avec {second}].
act.count_cases | {by} a compté {found} étuis de {lot}[ de {weapon}].
act.find_rounds | {by} a trouvé {count} cartouches, notées comme {lot}[, à {place}].
act.destroy_rounds | {by} a détruit {count} cartouches de {lot}.
act.convert_rounds | {by} a fait de {count} cartouches de {lot} des {into}.
act.move_lot | {by} a mis {lot} dans {container}.
act.inspect | {by} a ouvert et parcouru {weapon}[ : {points}] ; trouvée {found}.
act.check_bore | {by} a regardé l'âme du canon de {weapon} ({means}) : {result}.
act.check_rounds | {by} a contrôlé {checked} sur {of} cartouches de {lot} pour {weapon},
  {kind}, {means}[, sous les yeux de {seen_by}][ ; pas en ordre : {failed}][ ; photo du
  plateau : {photo}].
act.clean | {by} a nettoyé {weapon}.
act.tell | {by} a dit à {to} sur {weapon} : « {words} ».
act.show | {by} a montré {weapon} à {to} : {contents}[, {count}][ ({checked} sur {of}
  montrées)][, {means}].
act.answer | {by} a répondu sur {weapon} : {what}[, {contents}].
act.ask_to_see | {by} a demandé à voir {weapon}.
act.call | {by} a annoncé {weapon} {state}[, {count}][, {load}][ : « {words} »].
act.repeat_call | {by} a répété l'annonce de {weapon} : {state}.
act.warn | {by} a averti tout le monde sur {set_up}[ : « {words} »].
act.direct | {by} a demandé à {to} de viser avec {weapon} : {aim}[, {target}][, après avis de
  {consulted}].
act.load | {by} a chargé {weapon} de {count} de {lot}, {kind}[, charge {load}][, chambres
  {chambers}][, sous les yeux de {in_view}].
act.unload | {by} a déchargé {weapon} : {spent} tirées, {unspent} non tirées[, sous les yeux
  de {in_view}].
act.hand_over | {by} a donné {weapon} à {to}[ pour {set_up}], gardée en vue : {in_sight}[ : «
  {words} »].
act.return_weapon | {by} a rendu {weapon} à {to}[ : « {words} »].
act.decline | {by} n'a pas pris {weapon}[ : « {words} »].
act.clear_line | {by} a vu dégagée la ligne de tir de {set_up}.
act.in_line | {by} a noté que {person} se tient dans la ligne de tir de {set_up}.
act.leave_line | {by} a noté que {person} a quitté la ligne de tir de {set_up}.
act.measure | {by} a mesuré {distance_cm} cm pour {weapon} dans {set_up}.
act.protect | {by} a mis une protection sur {set_up} : {what}[, pour {who}].
act.take_post | {by} a noté que {person} tient le poste « {post} » sur {set_up}.
act.fire | {by} a tiré avec {weapon} : {count}.
act.discharge | {by} a noté que {weapon} a tiré ({how}) ; personnes blessées : {hurt}.
act.misfire | {by} a noté pour {weapon} : {kind}.
act.wait_out | {by} a tenu {weapon} là où il n'y a personne, et a attendu[ {seconds} s].
act.take_over_misfire | {by} a repris {weapon} comme elle était, sans l'ouvrir.
act.open_misfire | {by} a ouvert {weapon} après le coup qui n'est pas parti.
act.log_cause | {by} a écrit la cause pour {weapon} : « {words} ».
act.tell_cause | {by} a dit à {to} la cause pour {weapon}.
act.withdraw | {by} a mis {weapon} hors d'usage[ : « {words} »].
act.repair | {by} a réparé {weapon}[ : « {words} »].
act.put_back | {by} a remis {weapon} en usage.
act.stop | {by} a dit STOP[ sur {set_up}][ : « {words} »].
act.resume | {by} a fait reprendre le travail[ : « {words} »].
act.raise_concern | Inquiétude {concern}[, de {by}] : « {words} ».
act.answer_concern | {by} a répondu à l'inquiétude {concern} : « {words} ».
act.take_action | {by} a agi sur {matter} : « {words} ».
act.refuse_work | {by} a choisi de ne pas faire ce travail[ : « {words} »].
act.quarantine | {by} a mis {weapon} de côté, à ne pas utiliser[ : « {words} »].
act.release | {by} a rendu {weapon} libre pour l'usage[ : « {words} »].
act.open_incident | {by} a ouvert l'incident {incident}[ sur {set_up}][, armes : {weapons}][,
  personnes : {persons}][ : « {words} »].
act.close_incident | {by} a clos l'incident {incident}.
act.know_injury | {by} a appris une blessure dans l'incident {incident}, grave : {grave}.
act.report_injury | {by} a signalé à {authority} la blessure de l'incident {incident}.
act.authority_arrives | {by} a noté la venue de {authority} pour l'incident {incident}[, sous
  la conduite de {lead}].
act.authority_asks | {authority} a demandé au sujet de l'incident {incident}, noté par {by} :
  « {words} ».
act.answer_authority | {by} a répondu à {authority} sur l'incident {incident} : « {words} ».
act.freeze | {by} a mis de côté {weapon} comme elle était, sans l'ouvrir.
act.hand_to_police | {by} a donné {item}[ ({count} cartouches)] à la police, reçu {receipt}.
act.come_back | {by} a repris {item}[ ({count} cartouches)] à la police.
act.examination_result | {by} a noté ce que l'examen de {item}[, pièce {number},] a trouvé : «
  {words} ».
act.miss | {by} n'a pas trouvé {item}[ ({count} cartouches)].
act.find_missing | {by} a retrouvé {item}[ ({count} cartouches)].
act.report_loss | {by} a signalé à {authority} que {item} est introuvable.
act.go_ahead | {by} a poursuivi contre la règle {rule}[, {weapon}], motif : « {words} ».
act.amend | {by} a ajouté une correction à la note {ref} : « {why} ».
act.void | {by} a noté que {ref} était une erreur : « {why} ».
act.view_record | {by} a regardé {what}.
act.move_record | {by} a porté le registre dans un autre dossier.
act.take_over_record | {by} a continué avec une copie du registre, motif : « {why} ».
act.set_retention | {by} a fixé que ce qui est noté se garde jusqu'au {until}[ : « {words} »].
act.place_legal_hold | {by} a fait garder tout[ sur {persons}][ pour {authority}], sous
  {reference} : « {words} ».
act.lift_legal_hold | {by} a noté que plus rien n'est à garder sous {reference}[ : « {words} »].
act.ask_erasure | {by} a demandé d'effacer le nom et les données de {person}.
act.erase_person | {by} a fait effacer le nom et les données de {person}[ : « {words} »].
act.open_record | Le registre a été ouvert.
act.close_record | Le registre a été fermé.
act.join_device | L'appareil {device} a rejoint le registre.
act.lose_device | L'appareil {device} ne répondait pas.
act.device_returns | L'appareil {device} répond de nouveau.
act.deliver_late | L'appareil {device} a envoyé en retard ce qui attendait[ : {count}].
act.battery_dies | La batterie de l'appareil {device} est vide.
act.keep_alive | Le registre tournait.
"""
