### Ce que les gens lisent, en français. en.ftl dit la même chose en anglais.

## Le formulaire

form-title = Déclarer un incident
form-submit = Déclarer
form-close = Annuler
form-limit = {$limit} caractères maximum.
field-request = De quoi avez-vous besoin ?
field-title = Titre
field-product = Produit
field-severity = Gravité
field-cover = Couverture horaire
field-contacts = Contacts joignables (24 h/24)
field-description = Description
field-account = Compte
field-paid_with = Règlement
field-exception = Motif d’une exception
placeholder-account = Choisissez un compte
hint-account = Pour qui ; laissez vide pour un incident en votre nom propre.
hint-paid_with = Sans choix de votre part, le pack qui expire le premier est utilisé.
hint-exception = Pour les techniciens : pourquoi c’est accepté bien que le contrat ne le couvre pas. Le motif est enregistré.
paid_with-pack = { $left ->
        [one] Pack {$pack} : {$left} restant, expire le {$until}
       *[other] Pack {$pack} : {$left} restants, expire le {$until}
    }
paid_with-per_incident = Paiement à l’incident
support-ended = support terminé le {$date}
support-ends = { $days ->
        [0] le support se termine aujourd’hui
        [one] le support se termine demain, le {$date}
       *[other] fin du support dans {$days} jours, le {$date}
    }
advice-no_account = Vous n’appartenez à aucun compte ici : cet incident est donc payé à l’unité. Pour utiliser un pack prépayé, tapez /incident récupérer avec son numéro de confirmation de commande, ou demandez à {$managers}.
a-manager = un responsable
placeholder-request = Choisissez de quoi il s’agit
placeholder-title = Ce qui ne va pas, en une ligne
placeholder-product = Choisissez un produit
placeholder-contacts = Nom, numéro de téléphone, horaires
placeholder-description = Ce qui s’est passé, depuis quand, ce que vous avez essayé
hint-contacts = Nécessaire pour la couverture 24 h/24, 7 j/7 : des personnes joignables jour et nuit. {form-limit}
hint-severity = La durée indiquée est le délai promis pour la première réponse d’un technicien.
product-any = N’importe quel produit
request-incident = De l’aide pour un problème
request-feature_request = Une nouvelle fonctionnalité ou la modification d’un produit
request-on_site = Une intervention sur site
request-custom_code = L’écriture ou la relecture de code spécifique
request-developer_support = De l’aide au développement (compléments, API)
request-security_response = Une réponse à un incident de sécurité
severity-A = 🔴 A · impact critique sur l’activité
severity-B = 🟠 B · impact modéré sur l’activité
severity-C = 🔵 C · impact minimal sur l’activité
severity-option = {$severity} (réponse sous {$target})
target-always = {$duration}
target-business = {$duration} ouvrées
cover-business = Heures ouvrées
cover-24x7 = 24 h/24, 7 j/7

## Les refus dans le formulaire

refusal-empty = Merci de remplir ce champ.
refusal-not_chosen = Merci de faire un choix.
refusal-too_long = Ce texte compte {$length} caractères ; la limite est de {$limit}. Merci de le raccourcir ({$excess} en trop).
refusal-unknown_product = Ce produit n’est plus au catalogue. Merci d’en choisir un autre.
refusal-contacts_missing = Avec la couverture 24 h/24, 7 j/7, nous pouvons être amenés à vous appeler la nuit : indiquez qui est joignable, avec numéro de téléphone et horaires, ou choisissez les heures ouvrées.
refusal-product_ended = Le support de {$product} a pris fin le {$date}, et le contrat ne couvre que les produits dans leur cycle de vie. Veuillez choisir un autre produit, ou parler d’une mise à niveau à votre interlocuteur commercial.
refusal-no_account = Les incidents se paient ici avec des packs prépayés, et vous n’appartenez à aucun compte. Pour utiliser un pack, tapez /incident récupérer avec son numéro de confirmation de commande, ou demandez à {$managers}.
refusal-no_pack = { $account } n’a plus d’incident prépayé. Veuillez acheter un pack, taper /incident récupérer avec le numéro de confirmation de commande d’un pack, ou demander à {$managers}.
refusal-foreign_account = Guichet ne vous reconnaît pas comme membre de ce compte. Veuillez en choisir un autre, ou demander à un responsable.
refusal-which_account = Veuillez indiquer pour quel compte.
refusal-pack_expired = Le pack {$pack} a expiré. Veuillez choisir un autre mode de paiement.
refusal-pack_used_up = Le dernier incident du pack {$pack} vient d’être utilisé. Veuillez choisir un autre mode de paiement.
refusal-number_taken = Un pack porte déjà ce numéro de confirmation de commande. Veuillez vérifier le numéro.
refusal-negative_balance = { $left ->
        [0] Il ne reste rien dans ce pack : rien ne peut en être retiré.
        [one] Il ne reste qu’un incident dans ce pack ; veuillez ne pas en retirer davantage.
       *[other] Il ne reste que {$left} incidents dans ce pack ; veuillez ne pas en retirer davantage.
    }
refusal-feature_request = Le contrat ne couvre pas les demandes de nouvelles fonctionnalités. Choisissez un autre type de demande ou parlez-en à votre interlocuteur commercial.
refusal-on_site = Le contrat ne couvre pas les interventions sur site : nous intervenons à distance. Choisissez un autre type de demande ou parlez-en à votre interlocuteur commercial.
refusal-custom_code = Le contrat ne couvre ni l’écriture ni la relecture de code spécifique. Choisissez un autre type de demande ou parlez-en à votre interlocuteur commercial.
refusal-developer_support = Le contrat ne couvre pas l’aide au développement (compléments, API). Choisissez un autre type de demande ou parlez-en à votre interlocuteur commercial.
refusal-security_response = Le contrat ne couvre pas la réponse aux incidents de sécurité. Appelez votre équipe de sécurité ; si quelque chose est en panne, choisissez un autre type de demande.

## Les autres refus et les pannes

refusal-not_technician = Seuls les techniciens peuvent prendre en charge {$incident} : ce sont les membres du canal de triage. Votre incident est entre leurs mains.
refusal-already_acknowledged = {$incident} a déjà été pris en charge par {$who} ({$when}).
refusal-no_such_incident = {$incident} est introuvable ici. /incident liste affiche les incidents que vous pouvez voir.
refusal-which_incident = Merci de préciser l’incident, par exemple : /incident {$command} INC-42
refusal-unknown_command = Je ne connais pas « /incident {$command} ». /incident aide affiche les commandes disponibles.
refusal-no_such_account = Le compte {$account} est introuvable ici. /incident packs affiche vos propres packs.
refusal-only_technicians_reply = Seuls les techniciens peuvent écrire au client de cette façon : ce sont les membres du canal de triage. Dans le fil de votre incident, il suffit d’écrire.
refusal-not_in_triage_thread = « Send to customer » s’applique à ce que quelqu’un a écrit dans le fil d’un incident, dans le canal de triage.
refusal-already_sent = Ce message a déjà été envoyé au client.
refusal-too_long_to_send = Ce message compte {$length} caractères et le formulaire en accepte {$limit}. Merci de l’envoyer en plusieurs fois, avec « Répondre au client ».
refusal-form_expired = Slack ne nous laisse que trois secondes pour ouvrir le formulaire, et cela a pris plus de temps. Rien n’est perdu : merci de réessayer.
failure = Une erreur s’est produite de notre côté, et nous en sommes avertis. Rien n’a été enregistré ; merci de réessayer dans une minute. Si cela persiste, donnez cette référence au support : {$reference}

## Les fiches

card-header = {$incident} · {$title}
card-summary = {$incident}, gravité {$severity} : {$title}
card-status = État
card-severity = Gravité
card-product = Produit
card-cover = Couverture horaire
card-opened_by = Déclaré par
card-deadline = Échéance de la première réponse
card-account = Compte
card-paid_with = Règlement
card-pack = Pack {$pack}
card-exception = Accepté par exception
card-description = Description
card-contacts = Joignables 24 h/24
card-as_of = Déclaré : {$filed} · état à {$now}
card-reply_here = Les réponses arrivent dans ce fil ; écrivez-y pour ajouter des précisions.
status-open = ⏳ En attente d’un technicien
status-overdue = 🚨 En retard : personne n’a encore répondu
status-acknowledged = ✅ {$who} s’en occupe
deadline-ahead = {$deadline}, dans {$left}
deadline-behind = {$deadline}, il y a {$late}
deadline-kept = {$deadline}, réponse donnée {$margin} avant
deadline-missed = {$deadline}, réponse donnée avec {$late} de retard
button-acknowledge = Prendre en charge

## Ce qui se dit dans les fils et les messages directs

warning = ⏰ {$incident} attend une première réponse : il reste {$left} (échéance : {$deadline}). {$share} % du délai promis est écoulé.
breach = 🚨 {$incident} est en retard : la première réponse était promise (échéance : {$deadline}).
fallback = ⏰ {$incident} attend toujours la première réponse promise (échéance : {$deadline}). C’est Slack qui le signale, car Guichet ne l’a pas fait : occupez-vous de {$incident} et vérifiez que Guichet fonctionne.
escalation = 🚨 {$incident} attend toujours une première réponse, {$late} après l’échéance ({$step} sur {$steps}).
breach-notice = 🚨 {$incident} « {$title} » (gravité {$severity}), déclaré par {$who}, a dépassé son échéance ({$deadline}) et personne ne l’a pris en charge.
reminder-late = Ce rappel arrive avec {$late} de retard (prévu : {$due}) : Guichet était arrêté ou n’arrivait pas à le publier ici.
acknowledged-customer = ✅ {$who} a pris en charge votre incident et répondra dans ce fil.
acknowledged-triage = ✅ {$who} a pris en charge {$incident} ({$how}), {$margin} avant l’échéance.
acknowledged-triage-late = ✅ {$who} a pris en charge {$incident} ({$how}), {$late} après l’échéance.
solution-proposed = 💡 {$who} propose une solution pour {$incident} :
closed-solved = ✅ {$who} a clos {$incident} : résolu.
closed-unresolved = ⚪ {$who} a clos {$incident} sans solution :
closed-withdrawn = ⚪ {$who} a retiré {$incident}.
closed-split = ⚪ {$incident} est clos : il a été divisé en plusieurs incidents.
closed-duplicate = ⚪ {$incident} est clos : c’est le même problème qu’un autre incident.
reopened = 🔁 {$incident} est de nouveau ouvert.
verdict-wanted = ⚖️ {$incident} « {$title} » de {$account} est terminé : {$outcome}. Faut-il le facturer ?
verdict-nobody = personne sans compte
verdict-title = Décision
verdict-billed = Facturer
verdict-waived = Offrir : il ne coûte rien
button-verdict = Décider
button-propose_solution = Proposer une solution
button-close = Clore
button-withdraw = Clore mon incident
button-reopen = Rouvrir
form-send = Envoyer
field-solution = Solution
field-outcome = Issue
field-explanation = Explication
field-verdict = Décision
outcome-solved = Résolu, avec ce qui a été proposé
outcome-unresolved = Non résolu : il n’y a pas de solution
status-solved = ✅ Résolu
status-unresolved = ⚪ Clos sans solution
status-withdrawn = ⚪ Retiré par le client
status-split = ⚪ Divisé en plusieurs incidents
status-duplicate = ⚪ Doublon
hint-solution = Le client la lit dans le fil.
hint-outcome = Résolu consomme l’incident prépayé ; pour un incident non résolu, un responsable décide du coût.
hint-explanation = Le client la lit. Un incident non résolu en exige une.
hint-withdraw = Dites pourquoi si vous le souhaitez ; un responsable décide du coût.
hint-reopen = Qu’est-ce qui ne va toujours pas, ou de nouveau ?
how-button = avec le bouton
how-eyes = avec :eyes:
how-reply = en répondant au client
how-triage_reply = en répondant ici
remark-said = 💬 {$who} dans le fil du client :
remark-edited = (modifié)
remark-deleted = (supprimé par son auteur)
remark-wordless = (un contenu sans texte : voir le fil du client)
reply-said = *{$who} :*
reply-noted = 📤 Envoyé au client par {$who} ({$when}) :
reply-about = {$incident} « {$title} » : ceci sera publié dans le fil du client.
reply-files = Les fichiers du message ne sont pas envoyés. Merci de les ajouter vous-même dans le fil du client.
button-reply = Répondre au client
field-reply = Votre réponse
hint-reply = Le client la lit sous votre nom. Tout le reste du fil de triage reste privé.

## Qui s’en occupe, et ce qu’apprend le client

card-assigned_to = Attribué à
button-assign = Attribuer
button-take_over = Reprendre
field-technician = Technicien
field-note = Note de transmission
hint-note = Seuls les techniciens la lisent, dans le fil de triage. 1 000 caractères au plus.
assigned-triage = 👤 {$who}, {$by} vous a attribué {$incident}.
taken_over-triage = 👤 {$who} a repris {$incident} à {$former}.
taken-triage = 👤 {$who} s’occupe maintenant de {$incident}.
assigned-customer = 👤 {$who} s’occupe désormais de {$incident} et répondra dans ce fil.
update-wanted = 🔔 {$who}, le client de {$incident} n’a plus de nouvelles de nous (dernières nouvelles : {$since}). Merci de lui dire où en sont les choses.
update-wanted-again = 🔔 {$who}, le client de {$incident} n’a toujours pas de nouvelles de nous (dernières nouvelles : {$since} ; rappel {$step} sur {$steps}). Merci de lui dire où en sont les choses.
update-notice = 🔔 Le client de {$incident} « {$title} » (gravité {$severity}) n’a plus de nouvelles de nous (dernières nouvelles : {$since}). {$who} s’en occupe et a reçu deux rappels.
update-snoozed = 💤 {$who} a repoussé le rappel sur {$incident} ({$until}).
snooze-hour = Repousser d’une heure
snooze-next_day = Repousser au prochain jour ouvré
snooze-two_days = Repousser de 2 jours ouvrés
refusal-chosen_not_technician = {$who} n’est pas technicien : les techniciens sont les membres du canal de triage. Veuillez choisir l’un d’eux.
refusal-has_it_already = {$who} s’occupe déjà de {$incident}. Veuillez choisir quelqu’un d’autre.
refusal-yours_already = Vous vous occupez déjà de {$incident}.
refusal-taken_meanwhile = {$who} a pris {$incident} entre-temps. Pour le reprendre malgré tout, utilisez le bouton de la fiche, qui l’indique maintenant.
refusal-nothing_to_put_off = Plus aucune nouvelle n’est demandée pour {$incident} : il n’y a rien à repousser.

## Ce que les responsables apprennent de Guichet lui-même

trouble-reminder_missing = 🩺 Un rappel de {$incident} ({$what}) avait disparu. Il a été rétabli.
trouble-overdue = 🩺 Messages en retard de plus de deux minutes : {$count}, le plus ancien depuis {$since}. guichet doctor en donne la raison.
trouble-stuck = 🩺 Messages réservés depuis plus de dix minutes : {$count}. Ils ont été remis dans la file d’attente.
trouble-held_up = 🩺 Messages refusés par Slack : {$count} ({$error}). Corrigez le problème dans Slack ; guichet outbox retry les renvoie aussitôt.
trouble-silent = 🩺 Pas de connexion à Slack depuis plus d’une minute : commandes et boutons restent sans effet jusqu’à son rétablissement.

## Les commandes

help = *Ce que je sais faire*
    • /incident ouvre le formulaire pour déclarer un incident
    • /incident liste affiche vos incidents
    • /incident voir INC-42 affiche l’un d’eux
    • /incident expliquer INC-42 détaille le calcul de son échéance
    • /incident packs affiche vos packs prépayés et leurs mouvements
    • /incident produits mail indique jusqu’à quand les produits de ce nom sont pris en charge
    • /incident récupérer demande un pack par son numéro de confirmation de commande
    • /incident admin permet aux responsables d’attribuer des packs et de gérer comptes, membres et produits
    • /incident aide affiche cette aide
    Vous pouvez aussi déclarer un incident depuis un message : son menu contient « File as an incident ». Dans un fil de triage, les techniciens y trouvent aussi « Send to customer ».
list-title = *Incidents ouverts*
list-none = Aucun incident ouvert. /incident permet d’en déclarer un.
list-line = *{$incident}* · {$severity} · {$title} : {$status} ({$deadline})
list-more = … et {$count} de plus.
explain-title = *Calcul de l’échéance de {$incident}*
explain-start = Déclaré : {$filed}. La gravité {$severity} promet une première réponse sous {$target}.
explain-always = Le délai court jour et nuit.
explain-calendar = Décompté sur les heures d’ouverture du calendrier, fuseau {$zone}.
explain-open = • {$day}, de {$start} à {$end} : {$counted}, il reste {$left}
explain-holiday = • {$date} : fermé, jour férié
explain-closed = • {$date} : fermé
explain-more = • … et ainsi de suite, jour après jour
explain-result = *Échéance : {$deadline}*

## Les packs et les produits

packs-title = *Packs d’incidents prépayés*
packs-none = Aucun pack : {$account}.
packs-no_account = Vous n’appartenez à aucun compte ici. Pour utiliser un pack prépayé, tapez /incident récupérer avec son numéro de confirmation de commande, ou demandez à {$managers}.
packs-which_account = Vous n’appartenez vous-même à aucun compte. Merci d’en nommer un par son code, par exemple : /incident packs ACME
packs-pack = *Pack {$pack}* de {$account}
packs-size = Incidents achetés
packs-left = Restants
packs-used = Utilisés
packs-reserved = Réservés
packs-bought = Acheté le
packs-expires = Expire le
packs-expired = {$date} : il a expiré
packs-earlier = { $count ->
        [one] … et un mouvement plus ancien
       *[other] … et {$count} mouvements plus anciens
    }
expires-filing = {$date} : compte ce qui est déclaré avant ce jour
expires-closing = {$date} : compte ce qui est clos avant ce jour
must-filing = Compte ce qui est déclaré avant ce jour.
must-closing = Compte ce qui est clos avant ce jour.
ledger-granted = attribué
ledger-reserved = réservé
ledger-settled = utilisé
ledger-released = restitué
ledger-expired = expiré
ledger-adjusted = corrigé
actor-guichet = Guichet
actor-import = un import
reason-expired = pas clos avant l’expiration du pack
low-balance = 🪫 { $left ->
        [0] Il ne reste aucun incident prépayé
        [one] Il reste un incident prépayé
       *[other] Il reste {$left} incidents prépayés
    } sur {$size} dans le pack {$pack} de {$account}, qui expire le {$date}.
expiry-notice = ⌛ Le pack {$pack} de {$account} expire { $days ->
        [one] demain
       *[other] dans {$days} jours
    }, le {$date}, et il y reste { $left ->
        [one] un incident
       *[other] {$left} incidents
    }. {$must}
certificate-notice = 📄 L’attestation d’exonération fiscale {$number} ({$country}) de {$account} expire bientôt : son dernier jour est le {$date}. Merci d’en demander une nouvelle.
certificate-ended = 📄 L’attestation d’exonération fiscale {$number} ({$country}) de {$account} a expiré : son dernier jour était le {$date}. Merci d’en demander une nouvelle.
products-title = *Produits*
products-none = Le catalogue est vide.
products-not_found = Aucun produit ne correspond à « {$typed} ».
products-line = *{$product}* : {$status}
stage-mainstream = support standard jusqu’au {$date}
stage-extended = support étendu jusqu’au {$date}
stage-supported = pris en charge jusqu’au {$date}
stage-ended = support terminé le {$date}
stage-unknown = fin du support inconnue

## Les demandes de packs et l’administration

claim-title = Récupérer un pack
claim-submit = Envoyer la demande
field-confirmation = Numéro de confirmation
placeholder-confirmation = Tel qu’il figure sur la commande
hint-confirmation = La preuve d’achat du pack. Espaces, tirets et minuscules ne comptent pas.
claim-received = Merci. Un responsable va examiner votre demande, et vous recevrez la réponse par message direct.
refusal-too_many_claims = Vous avez atteint le nombre de demandes permis en 24 heures. Prochaine demande possible à partir de : {$next}.
refusal-nobody_decides = Aucun responsable n’est désigné ici pour examiner ces demandes, et la vôtre serait perdue. Veuillez demander à qui administre Guichet dans votre espace de travail d’en désigner un dans MANAGERS.
claim-made = 🎟️ {$who} demande à récupérer le pack {$number}.
claim-pack = Il appartient à {$account}. Si vous acceptez, cette personne devient membre et acheteuse de ce compte ; ses acheteurs actuels le restent et sont prévenus.
claim-no_pack = Aucun pack ne porte ce numéro.
claim-is_member = Cette personne est déjà membre de ce compte.
button-approve = Accepter
button-refuse = Refuser
refuse-title = Refuser la demande
field-reason = Motif
hint-refusal_reason = L’auteur de la demande le lira.
claim-approved = ✅ Votre demande concernant le pack {$number} est acceptée. Vous êtes désormais membre et acheteur de {$account} : /incident packs affiche ce qu’il reste, et /incident permet de déclarer un incident.
claim-refused = Votre demande concernant le pack {$number} est refusée : {$reason}
claim-told_owner = 🎟️ {$who} a demandé à récupérer le pack {$number} de {$account}, et un responsable a accepté. Si c’est une erreur, veuillez écrire à {$managers}.
claim-approved_to_managers = ✅ {$by} a accepté la demande de {$who} concernant le pack {$number} de {$account}.
claim-refused_to_managers = 🚫 {$by} a refusé la demande de {$who} concernant le pack {$number} : {$reason}
refusal-no_such_claim = Cette demande n’existe pas.
refusal-already_approved = {$who} a déjà accepté cette demande, {$when}.
refusal-already_refused = {$who} a déjà refusé cette demande, {$when}.
refusal-own_claim = Cette demande est la vôtre. Veuillez laisser un autre responsable en décider.
refusal-no_pack_to_approve = Aucun pack ne porte ce numéro : il n’y a rien à accepter.
refusal-not_yours = Cette action sur {$incident} ne vous revient pas.
refusal-not_now = { $status ->
        [closed] {$incident} est clos. Le bouton sur sa carte permet de le rouvrir.
        [acknowledged] {$incident} est en cours de traitement : cette action n’est pas possible maintenant.
       *[other] Personne n’a encore répondu à {$incident} : cette action n’est pas possible maintenant.
    }
refusal-no_solution = Aucune solution n’a encore été proposée. Utilisez d’abord Proposer une solution, ou choisissez Non résolu et expliquez pourquoi.
refusal-too_late_to_reopen = {$incident} pouvait être rouvert jusqu’au {$until}. Veuillez déclarer un nouvel incident.
refusal-no_verdict_due = { $billing ->
        [billed] {$incident} a déjà été facturé.
        [waived] {$incident} a déjà été offert.
       *[other] {$incident} n’attend pas de décision.
    }
refusal-not_manager = Seuls les responsables peuvent le faire : ils sont désignés dans les réglages de Guichet.
admin-title = Administration
admin-next = Suivant
admin-save = Enregistrer
admin-about = Compte : *{$account}* ({$code})
placeholder-choose = Choisir
field-act = Que voulez-vous faire ?
act-grant_pack = Attribuer un pack
act-adjust_pack = Corriger un solde
act-edit_members = Membres d’un compte
act-add_account = Ajouter un compte
act-edit_account = Modifier un compte
act-register_certificate = Enregistrer une attestation d’exonération
certificate-title = Exonération fiscale
act-add_product = Ajouter un produit
act-edit_product = Modifier un produit
field-size = Incidents achetés
field-bought_on = Acheté le
field-expires_on = Expire le
hint-expires_on = Le premier jour où il ne vaut plus rien ; un an après l’achat si vous laissez ce champ vide.
field-pack = Pack
field-units = Correction
hint-units = Par exemple 2 pour ajouter deux incidents, -1 pour en retirer un.
hint-reason = Il est enregistré, et les membres du compte le lisent dans /incident packs.
field-code = Code
hint-code = Son nom dans les listes et les imports, par exemple ACME.
field-name = Nom
field-calendar = Calendrier
hint-calendar = Les heures d’ouverture du contrat qui s’appliquent à ce compte.
field-language = Langue
hint-language = De ce qui est dit dans ses canaux.
language-default = Celle de Guichet
language-en = Anglais
language-fr = Français
field-change = Modification
change-add = Membre, sans être acheteur
change-add_buyer = Membre et acheteur : prévenu des soldes bas et expirations
change-remove = Retirer
field-person = Personne
field-channel = Canal
hint-channel = Tous ses membres appartiennent au compte. N’importe qui peut rejoindre un canal public : veuillez choisir un canal privé.
field-member = Domaine de messagerie, ou identifiant Slack
hint-member = Par exemple example.com ; ou l’identifiant d’une personne (U…) ou d’un canal (C…), si on ne peut le choisir ci-dessus.
members-title = *Membres actuels*
members-none = Personne pour l’instant.
members-buyer = acheteur
field-mainstream_end = Fin du support standard
hint-mainstream_end = Le dernier jour ; laissez vide tant que personne ne le sait.
field-extended_end = Fin du support étendu
hint-extended_end = Le tout dernier jour ; laissez vide tant que personne ne le sait.
field-number = Numéro de l’attestation
field-country = Pays
hint-country = Deux lettres, par exemple FR (ISO 3166).
field-valid_from = Valable à partir du
field-valid_to = Valable jusqu’au
hint-valid_to = Le dernier jour.
field-file = Lieu de conservation du document
hint-file = Un chemin, un lien ou une cote : la comptabilité le retrouve ainsi.
finished-title = C’est fait
finished-close = Fermer
done-grant_pack = Le pack {$pack} est attribué : { $size ->
        [one] un incident
       *[other] {$size} incidents
    }.
done-adjust_pack = Le solde du pack {$pack} est corrigé ; il reste : {$left}.
done-edit_account = Le compte *{$account}* est enregistré.
done-add = {$member} appartient à *{$account}*.
done-add_buyer = {$member} est acheteur de *{$account}*.
done-remove = {$member} n’appartient plus à *{$account}*.
done-edit_product = Le produit *{$product}* est enregistré.
done-register_certificate = L’attestation de *{$account}* est enregistrée : son dernier jour est le {$date}.
done-correct_certificate = L’attestation de *{$account}* est corrigée : son dernier jour est le {$date}.
refusal-no_accounts = Il n’y a pas encore de compte. Veuillez d’abord en ajouter un.
refusal-no_products = Il n’y a pas encore de produit. Veuillez d’abord en ajouter un.
refusal-no_packs = Ce compte n’a aucun pack valable. Veuillez choisir un autre compte, ou lui attribuer un pack.
refusal-not_whole = Veuillez donner un nombre entier de {$lowest} à {$highest}.
refusal-no_units = Veuillez indiquer combien d’incidents ajouter ou retirer.
refusal-wrong_date = Cette date n’existe pas ou est trop lointaine. Veuillez en choisir une autre.
refusal-expires_too_soon = Le pack expirerait avant de pouvoir servir. Veuillez indiquer un jour postérieur à l’achat.
refusal-nothing_to_correct = Le pack {$pack} a expiré, et une correction n’y changerait rien. Veuillez plutôt attribuer un nouveau pack.
refusal-code_taken = Un autre compte porte déjà ce code. Veuillez choisir un autre code.
refusal-unknown_calendar = Ce calendrier ne figure plus dans le contrat. Veuillez en choisir un autre.
refusal-wrong_member = Veuillez donner un domaine de messagerie comme example.com, ou un identifiant Slack comme U012ABCDE ou C012ABCDE.
refusal-public_domain = N’importe qui peut obtenir une adresse chez {$domain}, et toutes ces personnes appartiendraient à ce compte. Veuillez ajouter les personnes une à une.
refusal-channel_taken = Ce canal est rattaché à un autre compte. Un canal n’appartient qu’à un compte : veuillez d’abord l’en retirer.
refusal-technicians_channel = C’est le canal des techniciens : tous deviendraient membres de ce compte. Veuillez choisir un autre canal.
refusal-buyer_is_person = Seule une personne peut être acheteuse. Veuillez ajouter un domaine ou un canal comme membre.
refusal-no_member = Ceci n’appartient pas au compte en tant que tel : il n’y a rien à retirer.
refusal-one_at_a_time = Veuillez nommer une seule personne, un seul canal ou un seul domaine à la fois.
refusal-product_code_taken = Un autre produit porte déjà ce code. Veuillez choisir un autre code.
refusal-lifecycle_reversed = Le support étendu ne peut finir avant le support standard. Veuillez vérifier les deux dates.
refusal-unknown_country = Aucun pays ne porte ce code. Veuillez donner deux lettres, par exemple FR.
refusal-validity_reversed = Le dernier jour précède le premier. Veuillez vérifier les deux dates.
refusal-certificate_known = Cette attestation est déjà enregistrée, avec les mêmes dates et le même document. Veuillez vérifier le numéro.

## Les durées

duration-seconds = {$seconds} s
duration-minutes = {$minutes} min
duration-hours = {$hours} h
duration-hours-minutes = {$hours} h {$minutes} min
duration-days = { $days ->
        [one] {$days} jour
       *[other] {$days} jours
    }
duration-days-hours = {duration-days} {$hours} h
