### Ce que les gens lisent, en français. en.ftl dit la même chose en anglais.

## Le formulaire

form-title = Déclarer un incident
form-submit = Déclarer
form-close = Annuler
similar-title = Le même problème ?
similar-ask = Rien n’est encore déclaré. { $count ->
        [one] Est-ce encore {$incident} ?
       *[other] Est-ce encore l’un de ceux-ci ?
    } Si oui, rejoignez-le : ce que vous avez écrit y est ajouté, et rien n’est décompté. Sinon, déclarez le vôtre : son délai est compté à partir du moment où vous le déclarez.
similar-line = *{$incident}* {$title}
    {$status}
    Déclaré par {$who}, le {$filed}
similar-join = Rejoindre {$incident}
similar-reopen = Rouvrir {$incident}
similar-file = Déclarer quand même
similar-back = Retour au formulaire
similar-joined = Vous avez rejoint {$incident}. Ce que vous avez écrit figure dans son fil, où vous êtes mentionné. Rien n’a été déclaré ni décompté. `/incident voir {$number}` montre où il en est.
similar-reopened = {$incident} est rouvert, avec pour motif ce que vous avez écrit. Rien n’a été déclaré ni décompté. `/incident voir {$number}` montre où il en est.
similar-not_joined = ⚠️ {$incident} a changé entre-temps : rien n’a été fait. Voici où il en est. Choisissez de nouveau, ou déclarez le vôtre.
form-limit = {$limit} caractères maximum.
field-request = De quoi avez-vous besoin ?
field-title = Titre
field-product = Produit
field-severity = Gravité
field-cover = Couverture horaire
field-contacts = Contacts joignables (24 h/24)
field-description = Description
field-attachments = Pièces jointes
files-not_taken = 📎 Ce formulaire ne peut pas recevoir de fichiers pour le moment : il manque à Guichet l’autorisation `files:read` dans Slack. Mettez-les dans le fil de la fiche ; rien d’autre ne manque ici.
hint-attachments = Jusqu’à {$limit} fichiers : captures d’écran, journaux. Les techniciens les voient.
field-account = Compte
field-paid_with = Règlement
field-exception = Motif d’une exception
placeholder-account = Choisissez un compte
hint-account = Pour qui est cet incident ; il est publié dans le canal de ce compte. Laissez vide s’il est pour vous.
hint-paid_with = Laissez vide pour utiliser le pack qui expire le premier.
hint-exception = Pour les techniciens : pourquoi nous l’acceptons bien que le contrat ne le couvre pas. Le motif est conservé.
paid_with-pack = Pack {$pack} : { $left ->
        [one] {$left} restant
       *[other] {$left} restants
    }, expire le {$until}
paid_with-uses = Pack {$pack} : utilise 1 incident sur {$left}, expire le {$until}
paid_with-per_incident = Paiement à l’incident
paid_with-nothing = Non facturé
support-ended = support terminé le {$date}
support-ends_on = fin du support le {$date}
support-ends = { $days ->
        [0] le support se termine aujourd’hui
        [one] le support se termine demain, le {$date}
       *[other] fin du support dans {$days} jours, le {$date}
    }
notice-excluded = ⛔ {$why}
notice-excluded_technician = ⛔ {$why} Pour déclarer l’incident malgré tout, indiquez plus bas le motif d’une exception.
notice-outside_hours = 🌙 Nous sommes en dehors des heures ouvrées, qui reprennent le {$opens}. Avec la couverture 24 h/24, 7 j/7, l’incident est traité sans attendre.
notice-outside_hours_24x7 = 🌙 Nous sommes en dehors des heures ouvrées, qui reprennent le {$opens}. Avec la couverture 24 h/24, 7 j/7, l’incident est traité sans attendre, et nous pouvons appeler vos contacts.
notice-new_questions = ✏️ Une question de plus est posée pour ce produit : répondez-y, puis envoyez de nouveau le formulaire.
notice-pack_gone = ⚠️ Le pack que vous aviez choisi vient d’être épuisé ou d’expirer. Vérifiez le mode de règlement.
advice-no_account = Vous n’appartenez à aucun compte ici : cet incident est donc facturé à l’unité. Pour utiliser un pack prépayé, tapez /incident récupérer suivi de son numéro de confirmation de commande, ou adressez-vous à {$managers}.
a-manager = un responsable
placeholder-title = Ce qui ne va pas, en une ligne
placeholder-product = Choisissez un produit
placeholder-contacts = Nom, numéro de téléphone, horaires
placeholder-description = Ce qui s’est passé, depuis quand, ce que vous avez essayé
hint-contacts = Obligatoire avec la couverture 24 h/24, 7 j/7 : des personnes joignables jour et nuit. {form-limit}
hint-description_cut = Le message est trop long pour ce champ : écrivez la suite dans le fil de la fiche de l’incident. {form-limit}
hint-severity = Le délai indiqué est celui de la réponse initiale d’un technicien.
product-any = Produit non précisé
request-incident = De l’aide pour un problème
request-feature_request = Une nouvelle fonctionnalité ou la modification d’un produit
request-on_site = Une intervention sur site
request-custom_code = L’écriture ou la relecture de code spécifique
request-developer_support = De l’aide au développement (compléments, API)
request-security_response = Une réponse à un incident de sécurité
severity_short-A = 🔴 A
severity_short-B = 🟠 B
severity_short-C = 🔵 C
severity-A = { severity_short-A } · impact critique sur l’activité
severity-B = { severity_short-B } · impact modéré sur l’activité
severity-C = { severity_short-C } · impact minimal sur l’activité
severity-option = {$severity} (réponse sous {$target})
target-always = {$duration}
target-business = {$duration} en heures ouvrées
business-hours = { $hours ->
        [one] {$hours} heure ouvrée
       *[other] {$hours} heures ouvrées
    }
severity-by = avant le {$deadline}
cover-business = Heures ouvrées
cover-24x7 = 24 h/24, 7 j/7

## Les refus dans le formulaire

refusal-something_new = Un nouveau message, que vous n’avez peut-être pas lu, a été écrit dans le fil du client ; il est maintenant recopié dans le fil de triage. Lisez-le. Pour clore malgré tout, envoyez de nouveau ce formulaire.
refusal-thread_unread = Guichet n’a pas pu lire à l’instant le fil du client jusqu’au bout : une dernière réponse manque peut-être ici. Consultez ce fil. Pour clore malgré tout, envoyez de nouveau ce formulaire.
refusal-empty = Remplissez ce champ.
refusal-not_chosen = Faites un choix.
refusal-not_loaded = Les choix n’ont pas pu être chargés. Saisissez de nouveau ce que vous cherchez, puis faites un choix.
option-not_loaded = ⏳ Chargement impossible : saisissez de nouveau
refusal-too_long = Ce texte compte {$length} caractères ; la limite est de {$limit}. Raccourcissez-le ({$excess} en trop).
refusal-unknown_product = Ce produit n’est plus au catalogue. Choisissez-en un autre.
refusal-too_many_files = Joignez au plus {$limit} fichiers.
refusal-contacts_missing = Avec la couverture 24 h/24, 7 j/7, nous pouvons être amenés à vous appeler la nuit : indiquez qui est joignable, avec numéro de téléphone et horaires, ou choisissez les heures ouvrées.
refusal-product_ended = Le support de {$product} a pris fin le {$date}, et le contrat ne couvre que les produits dans leur cycle de vie. Choisissez un autre produit, ou parlez d’une mise à niveau à votre interlocuteur commercial.
refusal-no_account = Ici, les incidents ne peuvent être réglés qu’avec un pack prépayé, et vous n’appartenez à aucun compte. Pour utiliser un pack, tapez /incident récupérer suivi de son numéro de confirmation de commande, ou adressez-vous à {$managers}.
refusal-no_pack = { $account } n’a plus d’incident prépayé. Achetez un pack, tapez /incident récupérer suivi du numéro de confirmation de commande d’un pack, ou adressez-vous à {$managers}.
refusal-accounts_unknown = Slack ne peut pas nous dire en ce moment qui vous êtes. Réessayez dans une minute.
refusal-technicians_unknown = Slack ne peut pas nous dire en ce moment qui sont les techniciens. Réessayez dans une minute.
refusal-foreign_account = Vous ne semblez pas appartenir à ce compte. Choisissez-en un autre, ou adressez-vous à un responsable.
refusal-which_account = Indiquez pour quel compte.
refusal-pack_expired = Le pack {$pack} a expiré. Choisissez un autre mode de règlement.
refusal-pack_used_up = Le dernier incident du pack {$pack} vient d’être utilisé. Choisissez un autre mode de règlement.
refusal-number_taken = Un pack porte déjà ce numéro de confirmation de commande. Vérifiez le numéro.
refusal-negative_balance = { $left ->
        [0] Il ne reste rien dans ce pack : rien ne peut en être retiré.
        [one] Il ne reste qu’un incident dans ce pack. N’en retirez pas davantage.
       *[other] Il ne reste que {$left} incidents dans ce pack. N’en retirez pas davantage.
    }
refusal-feature_request = Le contrat ne couvre pas les demandes de nouvelles fonctionnalités. Choisissez un autre type de demande, ou parlez-en à votre interlocuteur commercial.
refusal-on_site = Le contrat ne couvre pas les interventions sur site : nous intervenons à distance. Choisissez un autre type de demande, ou parlez-en à votre interlocuteur commercial.
refusal-custom_code = Le contrat ne couvre ni l’écriture ni la relecture de code spécifique. Choisissez un autre type de demande, ou parlez-en à votre interlocuteur commercial.
refusal-developer_support = Le contrat ne couvre pas l’aide au développement (compléments, API). Choisissez un autre type de demande, ou parlez-en à votre interlocuteur commercial.
refusal-security_response = Le contrat ne couvre pas la réponse aux incidents de sécurité. Appelez votre équipe de sécurité. Si quelque chose est en panne, choisissez un autre type de demande.

## Les autres refus et les pannes

refusal-not_technician = Seuls les techniciens (les membres du canal de triage) peuvent prendre en charge {$incident}. Votre incident est entre leurs mains.
refusal-already_acknowledged = {$who} a déjà pris en charge {$incident}, le {$when}.
refusal-not_by_button = Ici, le bouton ne vaut pas prise en charge d’{$incident}. Pour le prendre en charge, { $way ->
        [eyes] réagissez avec :eyes: sur sa fiche
        [reply] répondez au client
        [word] écrivez « {$word} » dans son fil de triage
       *[talk] écrivez dans son fil de triage
    }.
refusal-no_such_incident = {$incident} est introuvable ici. /incident liste affiche les incidents que vous pouvez voir.
refusal-at_another_desk = Une autre équipe s’occupe d’{$incident}, et les techniciens ne voient que les incidents de leur équipe.
refusal-which_incident = Précisez l’incident, par exemple : /incident {$command} INC-42
refusal-no_words = Écrivez au moins un mot à chercher, par exemple : /incident chercher imprimante
refusal-no_such_account = Le compte {$account} est introuvable ici. /incident packs affiche vos propres packs.
refusal-only_technicians_reply = Seuls les techniciens (les membres du canal de triage) peuvent répondre au client de cette façon. Dans le fil de votre incident, il suffit d’écrire.
refusal-not_in_triage_thread = « Send to customer » ne s’applique qu’aux messages du fil d’un incident, dans le canal de triage.
refusal-already_sent = Ce message a déjà été envoyé au client.
refusal-too_long_to_send = Ce message compte {$length} caractères, et on ne peut en envoyer que {$limit} à la fois. Envoyez-le en plusieurs fois, avec « Répondre au client ».
refusal-busy = Guichet est très sollicité en ce moment, et rien n’a été enregistré. Réessayez dans quelques secondes.
refusal-busy_afterwards = Guichet est très sollicité en ce moment, et ne peut pas afficher le résultat. Votre action a peut-être été enregistrée : vérifiez avant de réessayer.
refusal-another_installation = Ce message vient d’un autre Guichet, avec sa propre base de données, qui utilise la même application Slack : rien n’a été changé ici. Prévenez un responsable : l’un des deux doit être arrêté.
refusal-database_gone = Guichet a perdu sa base de données et s’arrête : rien n’a été enregistré. Gardez votre texte et prévenez un responsable.
refusal-form_expired = Slack ne laisse que trois secondes pour ouvrir un formulaire, et il en a fallu davantage. Rien n’est perdu : réessayez.
refusal-form_refused = Slack n’ouvre pas ce formulaire pour vous ici. Rien n’est perdu : écrivez-le plutôt dans ce fil. Pour déclarer un incident, mentionnez-moi avec une gravité et ce qui ne va pas, par exemple « @Guichet B Les imprimantes sont en panne depuis neuf heures ».
refusal-not_ours = Guichet ne connaît plus ce bouton ou ce formulaire. Rien n’a été modifié : repartez de la fiche de l’incident, ou tapez /incident.
failure = Une erreur s’est produite de notre côté, et elle est consignée. { $saved ->
        [no] Rien n’a été enregistré : réessayez dans une minute.
       *[maybe] Votre action a peut-être été enregistrée quand même : vérifiez avant de réessayer.
    } Si cela se reproduit, donnez cette référence au support : {$reference}

## Les fiches

card-header = {$incident} · {$title}
incident-titled = {$incident} « {$title} »
card-summary = {$incident} ({$severity}) {$title} : {$status}
card-due = réponse initiale avant le {$deadline}
card-overdue = en retard, la réponse initiale était promise pour le {$deadline}
card-status = État
card-severity = Gravité
card-product = Produit
card-lifecycle = {$product} : {$note}
card-cover = Couverture horaire
card-opened_by = Déclaré par
card-deadline = Échéance de la réponse initiale
card-account = Compte
card-paid_with = Règlement
card-pack = Pack {$pack}
attachment-empty = (fichier vide)
attachment-withheld = (d’une autre organisation : seul Slack peut l’afficher)
filed-details = 📎 Joint à {$incident} : { $answers ->
        [0] {""}
        [one] {$answers} réponse
       *[other] {$answers} réponses
    }{ $answers ->
        [0] {""}
       *[other] { $files ->
            [0] {""}
           *[other] {", "}
        }
    }{ $files ->
        [0] {""}
        [one] {$files} fichier
       *[other] {$files} fichiers
    }.
card-exception = Accepté par exception
card-description = Description
card-contacts = Contacts joignables (24 h/24)
card-as_of = Déclaré le {$filed} · mise à jour : {$now}
show-card = Sa fiche et son fil : {$incident}
card-unshared = ⚠️ Le canal du client n’est plus partagé avec son organisation : il ne lit rien de ce qui y est écrit. Joignez-le par un autre moyen.
card-reply_here = Nous répondons dans ce fil. Écrivez-y pour ajouter des précisions.
status-open = ⏳ En attente d’un technicien
status-overdue = 🚨 En retard : personne n’a encore répondu
status-waiting = ⏸️ En attente d’une réponse du client depuis le {$since}
status-acknowledged = ✅ {$who} s’en occupe
deadline-ahead = {$deadline}, dans {$left}
deadline-behind = {$deadline}, en retard de {$late}
deadline-kept = {$deadline}, respectée avec une avance de {$margin}, le {$at}
deadline-missed = {$deadline}, réponse en retard de {$margin}, le {$at}
button-acknowledge = Prendre en charge

## Ce qui se dit dans les fils et les messages directs

warning = ⏰ {$incident} « {$title} » (gravité {$severity}, {$account}) attend une réponse initiale : il reste {$left}, jusqu’au {$deadline}. {$share} % du délai promis est écoulé.
breach = 🚨 {$incident} « {$title} » (gravité {$severity}, {$account}) a dépassé son échéance : la réponse initiale était promise pour le {$deadline}.
fallback = ⏰ {$incident} attend toujours une réponse initiale, promise pour le {$deadline}. C’est Slack qui publie ce message, car Guichet ne l’a pas fait : occupez-vous d’{$incident} et vérifiez que Guichet fonctionne.
escalation = 🚨 {$incident} « {$title} » (gravité {$severity}, {$account}) attend toujours une réponse initiale, promise pour le {$deadline} et en retard de {$late} (rappel {$step} sur {$steps}).
escalation_on = 🚨 {$incident} « {$title} » (gravité {$severity}, {$account}) attend toujours une réponse initiale, promise pour le {$deadline} et en retard de {$late} (rappel {$step}).
second-voice-title = {$incident} ({$severity}) : {$title}
second-voice-soon = { $has_account ->
        [yes] {$account} : personne
       *[no] Personne
    } n’a encore répondu. La réponse initiale est promise pour le {$deadline} (il reste {$left}). Prenez {$incident} en charge dans Slack.
second-voice-late = { $has_account ->
        [yes] {$account} : personne
       *[no] Personne
    } n’a répondu. La réponse initiale était promise pour le {$deadline} et elle est en retard de {$late}. Prenez {$incident} en charge dans Slack.
second-voice-unposted = { $has_account ->
        [yes] {$account} : personne
       *[no] Personne
    } n’a répondu. La réponse initiale était promise pour le {$deadline}, elle est en retard de {$late}, et Slack ne l’a pas annoncé. Prenez {$incident} en charge dans Slack, ou répondez au client par un autre moyen.
second-voice-test = Guichet : essai de la seconde voix
    Ceci n’est qu’un essai : il ne s’est rien passé. Les incidents restés sans réponse seront annoncés ici.
breach-notice = 🚨 {$incident} « {$title} » (gravité {$severity}, {$account}), déclaré par {$who}, a dépassé l’échéance du {$deadline}, et personne ne l’a pris en charge.
escalation-notice = 🚨 {$incident} « {$title} » (gravité {$severity}, {$account}) n’est toujours pas pris en charge : réponse promise pour le {$deadline}, en retard de {$late} (rappel {$step} sur {$steps}).
escalation-notice_on = 🚨 {$incident} « {$title} » (gravité {$severity}, {$account}) n’est toujours pas pris en charge : réponse promise pour le {$deadline}, en retard de {$late} (rappel {$step}). Les rappels continuent jusqu’à ce que quelqu’un agisse.
reminder-late = Ce rappel, prévu le {$due}, arrive avec {$late} de retard : Guichet était arrêté ou ne pouvait pas publier ici.
roster-not_called = D’astreinte, mais pas appelé ici : {$people}.
on_call-until = {$who} jusqu’au {$until}
on_call-nobody = personne
on_call-never_read = on ne sait pas (le calendrier n’a pas encore été lu)
on_call-ended = on ne sait pas, car le calendrier lu pour la dernière fois le {$read} ne va pas jusqu’à maintenant
on_call-incomplete = on ne sait pas (une partie du calendrier est incompréhensible)
on_call_trouble-absent = {$who} (absence)
on_call_trouble-not_in_slack = {$who} (introuvable dans Slack)
on_call_trouble-deactivated = {$who} (compte Slack désactivé)
on_call_trouble-not_technician = {$who} (pas technicien ici)
acknowledged-customer = ✅ {$who} a pris en charge votre incident {$incident} et répondra dans ce fil.
acknowledged-triage = ✅ {$who} a pris en charge {$incident} ({$how}), {$margin} avant l’échéance du {$deadline}.
acknowledged-triage-late = ✅ {$who} a pris en charge {$incident} ({$how}), en retard de {$margin} : l’échéance était le {$deadline}.
talk-notice = 💬 Ce que vous avez écrit dans le fil de triage d’{$incident} « {$title} » ne vaut pas prise en charge : personne n’a encore répondu, et la réponse initiale est promise pour le {$deadline}. Si vous vous en occupez, appuyez sur *{button-acknowledge}* ; sinon, vous n’avez rien à faire.
given_back-customer = ↩️ {$former} ne s’occupe plus d’{$incident} : il attend de nouveau un technicien. La réponse initiale { $is_late ->
        [yes] était promise
       *[no] reste promise
    } pour le {$deadline}.
moved-triage = 🔀 {$who} vous a confié {$incident}, dont s’occupait {$former}.
moved-held = {$who} l’a encore en charge ; prenez le relais.
moved-former = 🔀 {$incident}, « {$title} », est maintenant entre les mains de {$desk} : tout continue là-bas.
desk-first = l’équipe principale
desk-named = l’équipe « {$desk} »
desk-first_option = Équipe principale
given_back-triage = ↩️ {$who} a rendu {$incident}, qui attend de nouveau une réponse initiale ; elle { $is_late ->
        [yes] était promise
       *[no] est promise
    } pour le {$deadline}.
given_back-triage_for = ↩️ {$who} a rendu {$incident}, dont {$former} s’occupait : il attend de nouveau une réponse initiale ; elle { $is_late ->
        [yes] était promise
       *[no] est promise
    } pour le {$deadline}.
solution-proposed = 💡 {$who} a proposé une solution pour {$incident} :
closed-solved = ✅ {$who} a clos {$incident} comme résolu.
closed-unresolved = ⚪ {$who} a clos {$incident} comme non résolu :
closed-withdrawn = ⚪ {$who} a clos {$incident} avant sa résolution.
closed-split = ⚪ {$incident} est clos : il a été divisé en {$others}.
closed-duplicate = ⚪ {$incident} est clos : c’est un doublon d’{$others}.
reopened = 🔁 {$incident} a été rouvert.
reopened-by = 🔁 {$who} a rouvert {$incident} :
reopened-of = 🔁 {$who} a rouvert {$incident}, qui revient à {$holder} :
after_closing-customer = 🔒 {$who}, {$incident} est clos. Les techniciens peuvent lire ce que vous avez écrit. { $can_reopen ->
        [yes] Si le problème n’est pas résolu, rouvrez-le : c’est possible jusqu’au {$until}. Pour toute autre chose, déclarez un nouvel incident.
       *[no] Il ne peut plus être rouvert. Si vous avez besoin d’aide, déclarez un nouvel incident.
    }
after_closing-final = 🔒 {$who}, {$incident} est clos et se poursuit dans {$others}. Écrivez-y, ou déclarez un nouvel incident pour toute autre chose. Les techniciens peuvent lire ce que vous avez écrit.
after_closing-triage = 🔒 {$holder}, {$who} a écrit dans le fil d’{$incident}, qui est clos. Répondez-lui.
after_closing-nobodys = 🔒 {$who} a écrit dans le fil d’{$incident}, qui est clos et dont personne ne s’occupait. Répondez-lui.
after_closing-until = Il peut être rouvert jusqu’au {$until}.
after_closing-unanswered = 🔔 { $held ->
        [yes] {$who}, le
       *[no] Le
    } client d’{$incident} « {$title} », qui est clos, a écrit dans son fil le {$since} et n’a pas reçu de réponse depuis. Répondez-lui.
after_closing-notice = 🔔 Le client d’{$incident} « {$title} », qui est clos, a écrit dans son fil le {$since} et n’a pas reçu de réponse depuis. { $held ->
        [yes] {$who} s’en occupait et a reçu deux rappels.
       *[no] Personne ne s’en occupait ; les techniciens ont reçu deux rappels.
    }
button-file_again = Déclarer un nouvel incident
verdict-wanted = ⚖️ {$incident} « {$title} » ({$account}) { $outcome ->
        [unresolved] a été clos comme non résolu
        [withdrawn] a été clos avant sa résolution
       *[other] est clos
    }. Faut-il le facturer ?
verdict-given = ⚖️ { $verdict ->
        [billed] {$who} a décidé de facturer {$incident} :
       *[waived] {$who} a décidé de ne pas facturer {$incident} :
    }
hint-verdict = Le client le lit aussi.
verdict-nobody = sans compte
verdict-title = Décision
verdict-billed = Facturer
verdict-waived = Ne pas facturer
done-verdict = { $verdict ->
        [billed] {$incident} est facturé.
       *[waived] {$incident} n’est pas facturé.
    }
button-verdict = Décider
button-propose_solution = Proposer une solution
button-close = Clore
form-close_incident = Clore l’incident
button-withdraw = Clore mon incident
button-reopen = Rouvrir
form-send = Envoyer
field-solution = Solution
field-outcome = Issue
field-explanation = Explication
field-verdict = Décision
outcome-solved = Résolu par la solution proposée
outcome-unresolved = Non résolu : il n’y a pas de solution
status-solved = ✅ Résolu
status-unresolved = ⚪ Non résolu
status-withdrawn = ⚪ Clos avant sa résolution
status-split = ⚪ Divisé en {$others}
status-duplicate = ⚪ Doublon d’{$others}
hint-solution = Le client la lit dans le fil.
hint-outcome = Un incident résolu est facturé. S’il n’est pas résolu, un responsable décide de la facturation.
hint-explanation = Le client la lit. Obligatoire si l’incident n’est pas résolu.
hint-withdraw = Facultatif : dites pourquoi. Un responsable décide si l’incident est facturé.
hint-reopen = Qu’est-ce qui ne va toujours pas, ou de nouveau ?
how-button = avec le bouton
how-eyes = avec :eyes:
how-reply = en répondant au client
how-word = en l’écrivant ici
how-triage_reply = en écrivant ici
remark-said = 💬 {$who} dans le fil du client :
remark-edited = (modifié)
remark-deleted = (supprimé)
remark-wordless = (sans texte : voir le fil du client)
reply-said = *{$who} :*
reply-noted = 📤 Envoyé au client par {$who}, le {$when} :
reply-about = {$incident} « {$title} » : ce texte sera publié dans le fil du client.
reply-customer_left = ⚠️ {$who} a quitté cet espace Slack et ne le lira pas.
reply-files = Les fichiers joints au message ne sont pas envoyés. Ajoutez-les vous-même au fil du client.
button-reply = Répondre au client
field-reply = Votre réponse
field-reply_continued = Votre réponse, partie {$part}
field-prepared_answer = Réponse préparée
placeholder-prepared_answer = Choisissez-en une
hint-prepared_answer = Elle s’ajoute sous ce que vous avez écrit, dans la langue du client. Modifiez-la avant d’envoyer.
refusal-answer_does_not_fit = La réponse préparée ne tient pas sous ce que vous avez écrit : il y a {$excess} caractères de trop. Raccourcissez votre texte, puis choisissez la réponse de nouveau.
hint-reply = Le client la lit sous votre nom. Tout le reste du fil de triage demeure privé.

## Périmètre, division et doublons

button-propose_scope = Proposer un périmètre
button-amend_scope = Modifier
button-agree_scope = Accepter
field-scope = Périmètre
hint-scope = En quoi consiste le problème, et ce qui n’en relève pas. L’autre partie accepte ce périmètre ou le modifie.
scope-proposed = 📐 {$who} a proposé un périmètre pour {$incident} (version {$version}) :
scope-amended = 📐 {$who} a modifié le périmètre d’{$incident} (version {$version}) :
scope-agreed = 🤝 {$who} a accepté la version {$version} du périmètre d’{$incident}.
closed-scope = Périmètre convenu (version {$version}, acceptée par {$who}) :
card-agreed_scope = Périmètre convenu
card-scope_agreed = version {$version}, acceptée par {$who}
card-scope_proposed = La version {$version} du périmètre est proposée, mais pas encore acceptée.
card-follows = Fait suite à {$incident}, qui était clos
card-split_from = Issu de la division d’{$parent}
refusal-outdated_scope = { $version ->
        [0] Un périmètre a été proposé entre-temps : c’est la version {$newest}, dans le fil. Partez de celle-ci.
       *[other] La version {$version} du périmètre a été remplacée par la version {$newest}. Consultez la version {$newest}, dans le fil.
    }
refusal-same_scope = C’est mot pour mot le texte de la version {$version}. Modifiez-le, ou annulez.
refusal-own_wording = { $side ->
        [customer] C’est la proposition du client pour {$incident} : il revient à un technicien de l’accepter.
       *[technician] C’est la proposition des techniciens pour {$incident} : il revient à quelqu’un d’autre, du côté du client, de l’accepter.
    }
refusal-already_agreed = {$who} a déjà accepté la version {$version} du périmètre, le {$when}.
refusal-goes_on_elsewhere = { $outcome ->
        [split] {$incident} a été divisé en d’autres incidents et ne peut être ni modifié ni rouvert. Poursuivez dans ceux-ci, ou déclarez un nouvel incident.
       *[duplicate] {$incident} est le doublon d’un autre incident et ne peut être ni modifié ni rouvert. Poursuivez dans l’autre, ou déclarez un nouvel incident.
    }
button-propose_split = Diviser
button-agree_split = Accepter la division
button-decline_split = Refuser
field-children = Incidents
hint-children = Un incident par ligne, ou après un point-virgule : la gravité, puis le titre, par exemple « B Les e-mails n’arrivent pas ; C L’agenda est vide ». De 2 à {$most} incidents.
split-cost = Le premier utilise l’incident prépayé d’{$incident} ; chacun des autres en consomme un de plus. { $left ->
        [0] Il n’en reste plus dans les packs du compte : une division est impossible pour l’instant.
       *[other] Il en reste {$left} dans les packs du compte.
    }
split-cost_of = • Divisé en {$count} : {$more} de plus, il en restera {$after}
split-alone = Chacun est facturé à l’unité.
split-proposed = ✂️ {$who} a proposé de diviser {$incident} en {$count} incidents :
split-price = Cela consomme { $more ->
        [one] un incident prépayé de plus
       *[other] {$more} incidents prépayés de plus
    } dans les packs du compte ; il { $left ->
        [0] n’en restera plus
       *[other] en restera {$left}
    }.
split-clock = Rien n’est décompté avant votre accord. Chaque incident aura ensuite son fil et son propre délai de réponse initiale, compté depuis cet accord.
split-declined = ✂️ {$who} a refusé la division : {$incident} reste un seul incident.
joined = ➕ {$who} a le même problème qu’{$incident} : *{$title}*
similar-found = 🔎 Semblable à {$incident} : {$others}
similar-told = *{$incident}* { $has_account ->
        [yes] {$title} ({$account})
       *[no] {$title}
    } · {$status} · déclaré le {$filed}
similar-solution = Solution : {$text}
similar-explanation = Raison de la clôture : {$text}
duplicate-closed = 🔗 {$other} est clos : c’est un doublon d’{$incident}.
refusal-wrong_line = La ligne {$line} doit commencer par une gravité (A, B ou C) suivie d’un titre, par exemple « B Les e-mails n’arrivent pas ».
refusal-line_too_long = Le titre de la ligne {$line} compte {$length} caractères ; la limite est de {$limit}. Raccourcissez-le ({$excess} en trop).
refusal-wrong_count = { $count ->
        [0] Aucun incident n’est indiqué.
        [one] Un seul incident est indiqué.
       *[other] {$count} incidents sont indiqués.
    } Indiquez-en de {$fewest} à {$most}, un par ligne.
refusal-units_missing = Diviser {$incident} consomme { $more ->
        [one] un incident prépayé de plus
       *[other] {$more} incidents prépayés de plus
    }, et il { $left ->
        [0] n’en reste aucun
       *[other] n’en reste que {$left}
    } dans les packs du compte. Rien n’a été modifié. Achetez ou récupérez d’abord un pack, ou divisez en moins d’incidents.
refusal-split_decided = { $state ->
        [replaced] Cette proposition a été remplacée par une plus récente. Consultez celle-ci, dans le fil.
        [declined] {$who} a déjà refusé cette division, le {$when}.
       *[agreed] {$who} a déjà accepté cette division, le {$when}.
    }
button-mark_duplicate = Marquer comme doublon
field-duplicate_of = Doublon de
hint-duplicate_of = Le numéro de l’incident qui porte sur le même problème, par exemple INC-42. Celui-ci sera clos sans être facturé.
refusal-no_incident_number = Indiquez le numéro d’un incident, par exemple INC-42.
refusal-duplicate_of_itself = C’est {$incident} lui-même. Indiquez le numéro de l’autre incident.
refusal-unknown_original = Cet incident ne peut pas être un doublon d’{$incident}. Indiquez un incident du même compte que vous pouvez voir.
refusal-original_is_duplicate = {$incident} est lui-même un doublon d’{$other}. Indiquez {$other}.
refusal-original_is_split = {$incident} a été divisé en {$others}. Indiquez l’un d’eux.
reason-split = déplacé par une division
reason-duplicate = doublon d’un autre incident

## Tout ce que l’on peut faire : *Autres actions…* sur une fiche

button-open = Ouvrir
button-more = Autres actions…
acts-title = Actions possibles
acts-answer = Répondre au client
acts-understand = S’accorder sur le problème
acts-organise = Attribution et urgence
acts-end = Clôture et suites
act-acknowledge = Prendre en charge
act-reply_to_customer = Répondre au client
act-propose_solution = Proposer une solution
act-propose_scope = Proposer un périmètre
act-agree_scope = Accepter le périmètre proposé
act-amend_scope = Modifier le périmètre
act-propose_split = Diviser en plusieurs incidents
act-agree_split = Accepter la division proposée
act-decline_split = Refuser la division proposée
act-edit = Modifier titre, description, produit, couverture ou contacts
act-mark_duplicate = Marquer comme doublon
act-assign = Attribuer à un technicien
act-take_over = Reprendre à mon compte
act-give_back = Rendre
act-move_to_desk = Confier à une autre équipe
act-snooze_update = Repousser le rappel de tenir le client informé
act-change_severity = Changer la gravité
act-wait_for_customer = En attente du client
act-end_waiting = Ne plus attendre le client
act-mark_unreachable = Client injoignable
act-mark_reachable = Le client est joignable
act-solve = Clore comme résolu
act-give_up = Clore comme non résolu
act-close_unanswered = Clore sans suite : le client ne répond pas
act-withdraw = Clore mon incident
act-reopen = Rouvrir
act-give_verdict = Décider s’il est facturé
act-answer_survey = Répondre à l’enquête
confirm-acknowledge = Vous prenez en charge {$incident} : le client en est informé et les rappels cessent.
confirm-agree_scope = Vous acceptez ce périmètre d’{$incident} :
confirm-agree_split = Vous acceptez de diviser {$incident} en ces incidents :
confirm-decline_split = {$incident} reste un seul incident. Voici la division proposée :
confirm-take_over = {$who} suit {$incident} pour le moment. Vous le reprenez à votre compte.
confirm-wait_for_customer = La question est posée au client dans le fil d’{$incident}, avec deux rappels ; les rappels de lui donner des nouvelles sont suspendus jusqu’à ce qu’il écrive. Le délai de réponse initiale, lui, n’est jamais suspendu.
confirm-end_waiting = C’est de nouveau à nous de jouer pour {$incident} : les rappels de donner des nouvelles au client reprennent.
confirm-mark_reachable = Un contact est joignable au sujet d’{$incident} : il reste couvert jour et nuit.
snooze-title = Repousser le rappel
field-length = De combien de temps ?
refused-title = Action impossible
refusal-nothing_possible = Aucune action n’est possible sur {$incident} pour le moment.
refusal-nothing_proposed = Rien n’est proposé pour {$incident} en ce moment.

## Qui s’en occupe, et ce qu’apprend le client

card-assigned_to = Attribué à
card-on_call = D’astreinte
button-assign_incident = Attribuer
button-move_to_desk = Confier à une équipe
button-give_back = Rendre
button-take_over = Reprendre à mon compte
field-technician = Technicien
field-desk = Équipe
field-note = Note de transmission
hint-moved = Seuls les techniciens la lisent, dans le fil de triage de l’autre équipe. Le délai continue de courir.
hint-given_back = Seuls les techniciens la lisent, dans le fil de triage. Le client apprend que l’incident attend de nouveau un technicien.
hint-note = Seuls les techniciens la lisent, dans le fil de triage.
assigned-triage = 👤 {$who}, {$by} vous a attribué {$incident}.
taken_over-triage = 👤 {$who} a repris {$incident} à son compte, à la place de {$former}.
taken-triage = 👤 {$who} s’est attribué {$incident}.
assigned-customer = 👤 {$who} s’occupe désormais d’{$incident} et répondra dans ce fil.
assigned-left = {$who} n’est plus technicien ici : attribuez {$incident} à quelqu’un d’autre.
button-wait_for_customer = Attendre le client
button-end_waiting = Ne plus attendre
field-waits = Qui doit agir ensuite ?
waits-tick = En attente du client
hint-waits = À cocher si votre réponse demande quelque chose. Le client reçoit deux rappels, et d’ici là vous n’avez pas à lui donner de nouvelles.
waiting-customer = ⏸️ {$customer}, {$who} attend votre réponse pour avancer sur {$incident}. Écrivez dans ce fil.
waiting-triage = ⏸️ {$who} attend le client d’{$incident}. Les rappels de lui donner des nouvelles sont suspendus jusqu’à ce qu’il écrive.
waiting-reminder = ⏸️ {$customer}, nous attendons votre réponse depuis le {$since} pour avancer sur {$incident}. Écrivez dans ce fil. { $step ->
        [1] {""}
       *[other] C’est le dernier rappel.
    }
waiting-over = ⏸️ {$who}, le client d’{$incident} n’a pas répondu depuis le {$since}, malgré deux rappels. Vous pouvez le clore : le motif est déjà saisi.
waiting-reason = Nous vous avons posé une question le {$since} et vous avons rappelé deux fois d’y répondre, le {$first} et le {$second}. Sans réponse, nous avons clos cet incident.
waited = ⏱️ Le client nous a attendus : {$us}. Nous avons attendu le client : {$customer}.
outcome-withdrawn = Sans suite : le client ne répond pas
refusal-already_waiting = Une réponse du client d’{$incident} est déjà attendue depuis le {$since}.
refusal-not_waiting = Aucune réponse du client n’est attendue pour {$incident}.
refusal-not_unanswered = {$incident} ne peut être clos sans suite que si son client n’a pas répondu après deux rappels. Choisissez « Non résolu » et expliquez pourquoi.
update-wanted = 🔔 {$who}, le client d’{$incident} est sans nouvelles de notre part depuis le {$since}. Dites-lui où en sont les choses.
update-wanted-again = 🔔 {$who}, le client d’{$incident} est toujours sans nouvelles de notre part depuis le {$since}. Dites-lui où en sont les choses (rappel {$step} sur {$steps}).
digest-title = 🗂️ { $count ->
        [one] Un incident de gravité C dont vous vous occupez n’a pas avancé depuis une semaine :
       *[other] {$count} incidents de gravité C dont vous vous occupez n’ont pas avancé depuis une semaine :
    }
digest-unheard = 🗂️ { $count ->
        [one] Un incident de gravité C dont {$who} s’occupe n’a pas avancé depuis une semaine, et {$who} ne peut pas en être averti. Reprenez-le ou attribuez-le :
       *[other] {$count} incidents de gravité C dont {$who} s’occupe n’ont pas avancé depuis une semaine, et {$who} ne peut pas en être averti. Reprenez-les ou attribuez-les :
    }
digest-line = • {$incident} « {$title} » ({$account}) : rien depuis le {$since}{ $waits ->
        [yes]  ; la réponse du client est attendue
       *[no] {""}
    }
digest-more = { $count ->
        [one] … et un autre
       *[other] … et {$count} autres
    }
digest-hint = Dites au client où vous en êtes, transmettez l’incident ou clôturez-le. Cette liste paraît une fois par semaine.
update-notice = 🔔 Le client d’{$incident} « {$title} » (gravité {$severity}) est sans nouvelles de notre part depuis le {$since}. {$who} s’en occupe et a reçu deux rappels.
update-snoozed = 💤 {$who} a repoussé le rappel sur {$incident} jusqu’au {$until}.
snooze-hour = Repousser d’une heure
snooze-next_day = Repousser au prochain jour ouvré
snooze-two_days = Repousser de 2 jours ouvrés
refusal-no_other_desk = Il n’y a ici qu’une seule équipe.
refusal-no_such_desk = Cette équipe n’existe plus. Choisissez-en une autre.
refusal-at_that_desk = Cette équipe s’occupe déjà d’{$incident}.
refusal-chosen_not_technician = {$who} ne fait pas partie des techniciens de cet incident, qui sont membres de son canal de triage. Choisissez quelqu’un d’autre.
refusal-has_it_already = {$incident} est déjà attribué à {$who}. Choisissez quelqu’un d’autre.
refusal-yours_already = {$incident} vous est déjà attribué.
refusal-not_with_you = C’est {$who} qui s’occupe d’{$incident}. Seuls {$who} et les responsables peuvent le rendre.
refusal-taken_meanwhile = {$who} a repris {$incident} à son compte entre-temps. Pour le reprendre malgré tout, utilisez le bouton de la fiche mise à jour.
refusal-nothing_to_put_off = {$incident} n’a aucun rappel à repousser.

## Ce que les responsables apprennent de Guichet lui-même

managers-none = ⚠️ Aucun responsable n’est prévenu : MANAGERS ne désigne personne. Demandez à la personne qui exploite Guichet d’en désigner un.
managers-lost = ⚠️ Aucun responsable n’est prévenu : MANAGERS ne désigne que {$managers}, qui ne peut pas lire de messages dans Slack. Demandez à la personne qui exploite Guichet de corriger ce réglage.
managers-lost_desk = ⚠️ Aucun responsable n’est prévenu : {$managers}, que POLICY_FILE désigne pour cette équipe ou MANAGERS pour toutes, ne peut pas lire de messages dans Slack. Demandez à la personne qui exploite Guichet de corriger ce réglage.
trouble-manager = 🩺 MANAGERS désigne `{$who}`, { $state ->
        [deactivated] dont le compte Slack est désactivé
        [bot] qui est une application
        [unknown] que Slack ne connaît pas
       *[elsewhere] qui vient d’un autre espace de travail, où les commandes et boutons de Guichet ne fonctionnent pas
    }. Demandez à la personne qui exploite Guichet de corriger ce réglage.
trouble-desk_manager = 🩺 Dans POLICY_FILE, une équipe désigne comme responsable `{$who}`, { $state ->
        [deactivated] dont le compte Slack est désactivé
        [bot] qui est une application
        [unknown] que Slack ne connaît pas
       *[elsewhere] qui vient d’un autre espace de travail, où les commandes et boutons de Guichet ne fonctionnent pas
    }. Demandez à la personne qui exploite Guichet de corriger ce réglage.
trouble-no_manager = 🩺 MANAGERS ne désigne personne : personne ne décide de la facturation ni n’est prévenu des échéances dépassées. Demandez à la personne qui exploite Guichet de désigner un responsable.
trouble-unheard = 🩺 { $what ->
    [claim] Quelqu’un demande à récupérer un pack et attend une décision
   *[certificate] Une attestation d’exonération fiscale arrive à échéance
}, et aucun responsable joignable ne peut en prendre connaissance. Demandez à la personne qui exploite Guichet de désigner dans MANAGERS un responsable qui utilise Slack.
trouble-reminder_missing = 🩺 Un rappel d’{$incident} ({$what}) avait disparu. Il a été rétabli.
trouble-overdue = 🩺 Messages en retard de plus de deux minutes : {$count}, le plus ancien depuis le {$since}. `guichet doctor` en donne la raison.
trouble-stuck = 🩺 Messages bloqués en cours d’envoi depuis plus de dix minutes : {$count}. Ils ont été remis dans la file d’attente.
trouble-held_up = 🩺 { $error ->
        [not_taken] Messages refusés par un service extérieur à Slack
       *[other] Messages refusés par Slack
    } : {$count} ({$error}). { $error ->
        [not_taken] `guichet escalate --test` montre lequel
       *[other] Corrigez le problème dans Slack
    } ; `guichet outbox retry` les renvoie aussitôt.
trouble-unreachable = 🩺 Slack n’accepte aucun message direct pour `{$who}`, et aucun canal ne permet de lui dire ce qu’est devenue la demande concernant le pack {$number}. Prévenez cette personne.
trouble-triage_id = 🩺 Slack a donné un autre identifiant au canal de triage. Guichet a suivi ; faites corriger le réglage avant le prochain démarrage : TRIAGE_CHANNEL=`{$channel}` (c’était `{$former}`).
trouble-desk_id = 🩺 Slack a donné un autre identifiant au canal de triage de l’équipe {$desk}. Guichet a suivi ; faites corriger POLICY_FILE avant le prochain démarrage : triage_channel = "{$channel}" (c’était "{$former}").
trouble-left = 🩺 Guichet n’est pas dans le canal `{$channel}` : ce qui doit y être publié ne peut pas l’être. Faites taper /invite @Guichet dans ce canal.
trouble-unshared = 🩺 Le canal `{$channel}` n’est plus partagé avec une autre organisation : les clients de cette organisation n’y lisent plus rien. { $count ->
        [0] Aucun incident ouvert n’est concerné.
       *[other] Joignez-les par un autre moyen au sujet de ce qui est ouvert ({$incident}).
    } Pour les servir de nouveau, faites partager à nouveau le canal.
trouble-set_aside = 🩺 Guichet a échoué à plusieurs reprises : {$task} pour {$subject} ({$cause}). L’élément est mis de côté ; tout le reste continue. Signalez-le ; `guichet outbox retry` permet de réessayer.
trouble-silent = 🩺 Pas de connexion à Slack depuis plus d’une minute : commandes et boutons resteront sans effet jusqu’à son rétablissement.
trouble-other_installation = 🩺 Un autre Guichet, avec une autre base de données ({$identity}), utilise la même application Slack. Slack remet à chacun une partie de ce qui se passe, et des clics et des réponses se perdent : arrêtez l’un des deux, ou donnez-lui sa propre application.
trouble-other_connection = 🩺 Slack compte {$connections} connexions de cette application, dont {$ours} seulement pour cette base de données. Un autre programme utilise le même jeton, et des clics et des réponses se perdent : arrêtez-le, ou donnez-lui sa propre application.
database_gone-saved = 🚨 Guichet a perdu sa base de données et s’arrête : {$what}. Rien de ce qui a été envoyé depuis n’a été confirmé. Son contenu a été sauvé dans `{$copy}` : remettez ce fichier ou une sauvegarde à sa place, puis redémarrez Guichet.
database_gone-unsaved = 🚨 Guichet a perdu sa base de données et s’arrête : {$what}. Rien de ce qui a été envoyé depuis n’a été confirmé. Son contenu n’a pas pu être sauvé : remettez une sauvegarde à sa place, puis redémarrez Guichet.

## Les commandes

# Ce qu’on écrit aussi, en plus des mots des commandes : pour déclarer quelque chose, pour voir ses incidents ou ses
# forfaits, pour demander ce à quoi répond la FAQ en plus de ses propres questions, et devant le numéro d’un incident.
asked-file = un incident, nouvel incident, un nouvel incident, ouvrir un incident, créer un incident, signaler un incident, je veux déclarer un incident, je voudrais déclarer un incident, je souhaite déclarer un incident, déclarez ceci, déclare ceci, déclarer ceci, un ticket, nouveau ticket, un nouveau ticket, ouvrir un ticket, créer un ticket, je veux ouvrir un ticket, je voudrais ouvrir un ticket, je souhaite ouvrir un ticket, comment déclarer un incident, comment puis-je déclarer un incident, comment ouvrir un ticket, comment créer un ticket, comment puis-je ouvrir un ticket, besoin d’aide, j’ai besoin d’aide, nous avons besoin d’aide, on a besoin d’aide, j’ai besoin d’assistance, j’ai un problème, nous avons un problème, on a un problème, j’ai un souci, nous avons un souci, on a un souci, à l’aide, au secours, c’est urgent, très urgent, il y a quelqu’un, y a-t-il quelqu’un, y a quelqu’un, est-ce que quelqu’un peut m’aider, quelqu’un peut m’aider, quelqu’un peut-il m’aider, appelez-moi, rappelez-moi, je veux parler à quelqu’un, je voudrais parler à quelqu’un, parler à quelqu’un, parler à un humain
asked-list = mes incidents, incidents ouverts, nos incidents ouverts, mes incidents ouverts, liste des incidents, liste de nos incidents, liste de mes incidents, liste nos incidents, liste mes incidents, voir nos incidents, voir mes incidents, montre nos incidents, montre-moi nos incidents, montrez-moi nos incidents, nos tickets, mes tickets, tickets ouverts, nos tickets ouverts, mes tickets ouverts, voir nos tickets, voir mes tickets, voir les incidents, quels sont nos incidents, quels sont nos incidents ouverts, quels sont mes incidents, quels incidents sont ouverts
asked-packs = nos forfaits, mes forfaits, liste des forfaits, voir nos forfaits, voir mes forfaits, combien de forfaits nous reste-t-il, combien de forfaits reste-t-il, combien d’incidents nous reste-t-il, combien d’incidents reste-t-il, combien nous reste-t-il d’incidents, combien nous en reste-t-il, il nous reste combien d’incidents, notre solde, quel est notre solde
asked-faq = horaires, vos horaires, quels sont vos horaires, horaires d’ouverture, vos horaires d’ouverture, quels sont vos horaires d’ouverture, heures ouvrées, quelles sont vos heures ouvrées, êtes-vous ouverts, quand êtes-vous ouverts, délais de réponse, vos délais de réponse, quels sont vos délais, quels sont vos délais de réponse, sous quel délai répondez-vous, en combien de temps répondez-vous, quelle gravité choisir, que signifient les gravités, que signifie la gravité a, que signifie la gravité b, que signifie la gravité c, combien coûte un incident
asked-show = où en est, où en sommes-nous avec, où en sommes-nous de, état de, l’état de, quel est l’état de, statut de, le statut de, quel est le statut de, état du, l’état du, quel est l’état du, statut du, le statut du, quel est le statut du, des nouvelles de, nouvelles de, des nouvelles du, nouvelles du, du nouveau sur, avez-vous des nouvelles de, qu’en est-il de, je veux clore, je voudrais clore, je souhaite clore, nous voulons clore, je veux fermer, je voudrais fermer, je souhaite fermer, je veux rouvrir, je voudrais rouvrir, je souhaite rouvrir, nous voulons rouvrir
asked-article = l’, le, cet, ce, mon, notre
# De même pour une autre gravité, et ce qui peut alors suivre le numéro.
asked-severity = changer la gravité de, changer la gravité d’, modifier la gravité de, modifier la gravité d’, augmenter la gravité de, augmenter la gravité d’, passer, passez, je voudrais changer la gravité de, je voudrais changer la gravité d’, je veux changer la gravité de, je veux changer la gravité d’
asked-to_severity = en a, en b, en c, à a, à b, à c, en gravité a, en gravité b, en gravité c, à la gravité a, à la gravité b, à la gravité c

# Words that may follow /incident, whatever the language of who types them; the help below names the first.
command-help = aide, aide-moi, aidez-moi
# Ceux qui peuvent être nommés ensuite.
help-whom = moi, nous
command-list = liste
command-search = chercher, rechercher
command-show = voir
command-explain = expliquer
command-verdicts = décisions, decisions
command-packs = packs, forfaits
command-products = produits
command-faq = faq, questions
command-claim = récupérer, recuperer, réclamer, reclamer
command-admin = admin
command-counter = comptoir
help = *Ce que je sais faire*
    • `/incident` : déclarer un incident
    • `/incident liste` : vos incidents ouverts ; aussi `liste miens`, `liste non attribués`, `liste en attente`, `liste clos` ou `liste tous`, suivi du code d’un compte, de mots à chercher, ou des deux
    • `/incident chercher imprimante` : les incidents qui contiennent ces mots dans leur titre, leur description, un message ou une solution
    • `/incident voir INC-42` : un incident et son historique
    • `/incident expliquer INC-42` : le calcul de son échéance
    • `/incident packs` : vos packs prépayés et leurs mouvements
    • `/incident produits mail` : jusqu’à quand les produits de ce nom sont couverts
    • `/incident faq` : réponses aux questions courantes, par exemple `/incident faq packs`
    • `/incident récupérer` : récupérer un pack grâce à son numéro de confirmation de commande
    • `/incident décisions` : pour les responsables, les incidents à facturer ou non
    • `/incident admin` : pour les responsables, packs, comptes, membres, produits et exonérations fiscales
    • `/incident comptoir` : pour les techniciens, mettre des boutons pour tout cela dans le canal d’un client
    • `/incident aide` : cette liste
    Vous pouvez aussi déclarer un incident depuis un message : son menu contient « File as an incident ». Dans un fil de triage, les techniciens y trouvent aussi « Send to customer ».
# What may follow "list", whatever the language of who types it.
list_name-open = ouverts
list_name-mine = miens, les miens, à moi
list_name-unassigned = non attribués, à attribuer
list_name-waiting = en attente, en attente du client
list_name-closed = clos, fermés, clôturés
list_name-all = tous, tout
list_title-open = *Incidents ouverts* : {$count}
list_title-mine = *Vos incidents ouverts* : {$count}
list_title-unassigned = *Incidents ouverts non attribués* : {$count}
list_title-waiting = *Incidents en attente du client* : {$count}
list_title-closed = *Incidents clos* : {$count}
list_title-all = *Tous les incidents* : {$count}
list_title-found = *Incidents trouvés* : {$count}
list-count-many = plus de {$count}
list-typed = « {$typed} »
list_none-open = Aucun incident ouvert. /incident permet d’en déclarer un.
list_none-mine = Vous n’avez aucun incident ouvert.
list_none-unassigned = Tous les incidents ouverts sont attribués.
list_none-waiting = Aucun incident n’est en attente du client.
list_none-closed = Aucun incident n’est clos pour le moment.
list_none-all = Aucun incident pour le moment. /incident permet d’en déclarer un.
list_none-account = Aucun incident de ce genre pour {$account}.
list_none-words = Aucun incident trouvé pour « {$typed} ». Chaque mot doit figurer dans le titre, la description, un message ou une solution : essayez moins de mots, ou d’autres.
list_none-elsewhere = Seule cette liste a été parcourue : /incident chercher parcourt tous les incidents.
list-cut = Ces mots figurent dans un très grand nombre d’incidents ; seuls les {$count} plus récents ont été parcourus. Un mot de plus précisera la recherche.
button-list_previous = Précédent
button-list_next = Suivant
list-line = *{$incident}* · {$severity} · {$title} : {$status} · {$deadline}
list-more = … et {$count} de plus.
list-many = … et plus de {$count} autres.
history-title = *Historique*
history-earlier = { $count ->
        [one] … {$count} entrée antérieure
       *[other] … {$count} entrées antérieures
    }
history-line = • {$at} · {$what}
history-guichet = Guichet
event-open_incident = {$who} l’a déclaré avec la gravité {$severity} ; réponse initiale promise pour le {$deadline_at}.
event-acknowledge_incident = {$who} l’a pris en charge { $how ->
        [button] avec le bouton
        [eyes] avec :eyes:
        [reply] en répondant au client
        [word] en l’écrivant dans le fil de triage
       *[triage_reply] en écrivant dans le fil de triage
    }.
event-acknowledge_incident_kept = {$who} l’a pris en charge { $how ->
        [button] avec le bouton
        [eyes] avec :eyes:
        [reply] en répondant au client
        [word] en l’écrivant dans le fil de triage
       *[triage_reply] en écrivant dans le fil de triage
    }, {$margin} avant l’échéance du {$deadline_at}.
event-acknowledge_incident_missed = {$who} l’a pris en charge { $how ->
        [button] avec le bouton
        [eyes] avec :eyes:
        [reply] en répondant au client
        [word] en l’écrivant dans le fil de triage
       *[triage_reply] en écrivant dans le fil de triage
    }, en retard de {$margin} : l’échéance était le {$deadline_at}.
event-propose_solution = {$who} a proposé une solution.
event-assign_incident = {$who} l’a attribué à {$assigned_to}.
event-take_over = {$who} l’a repris à son compte.
event-give_back = {$who} l’a rendu : il attendait de nouveau un technicien.
event-move_to_desk = {$who} l’a confié à l’équipe « {$desk} ».
event-move_to_first_desk = {$who} l’a confié à l’équipe principale.
event-snooze_update = {$who} a repoussé le rappel de tenir le client informé.
event-change_severity = {$who} a changé la gravité de {$before_severity} en {$severity}. L’échéance est passée du {$before_deadline_at} au {$deadline_at}. Motif : « {$reason} »
event-change_severity_answered = {$who} a changé la gravité de {$before_severity} en {$severity}. Nous avions déjà répondu : l’échéance est restée le {$deadline_at}. Motif : « {$reason} »
event-edit_incident = {$who} l’a modifié. {$changes}
event-wait_for_customer = {$who} a commencé à attendre la réponse du client.
event-end_waiting = {$who} a mis fin à l’attente d’une réponse du client.
event-mark_unreachable = {$who} n’a pu joindre aucun des contacts.
event-mark_reachable = {$who} a répondu être joignable.
event-fall_back_cover = La couverture est passée aux heures ouvrées.
event-propose_scope = {$who} a proposé la version {$scope} du périmètre.
event-amend_scope = {$who} a modifié le périmètre : version {$scope}.
event-agree_scope = {$who} a accepté la version {$scope} du périmètre.
event-propose_split = {$who} a proposé de le diviser.
event-agree_split = {$who} a accepté de le diviser.
event-decline_split = {$who} a refusé de le diviser.
event-mark_duplicate = {$who} l’a marqué comme doublon.
event-move_unit = Son incident prépayé est passé à {$moved_to}.
event-close_incident = {$who} l’a clos { $outcome ->
        [solved] comme résolu
        [unresolved] comme non résolu
        [split] après sa division
        [duplicate] comme doublon
       *[withdrawn] avant sa résolution
    }.
event-reopen_incident = {$who} l’a rouvert : « {$reason} »
event-join_incident = {$who} l’a rejoint avec le même problème : « {$title} »
event-follow_up = {$who} l’a déclaré à la suite d’{$follows}.
event-ask_for_verdict = Les responsables doivent décider de le facturer ou non.
event-settle_unit = {$who} l’a facturé.
event-release_unit = {$who} ne l’a pas facturé.
event-expire_packs = Son pack a expiré.
event-move_to_direct_message = Guichet ne peut plus écrire là où il a été déclaré : le client reçoit désormais les messages directement.
event-reply_to_customer = {$who} a répondu au client.
event-edit_remark = {$who} a modifié un message.
event-delete_remark = Un message de {$who} a été supprimé.
event-answer_survey = {$who} a répondu à l’enquête.
verdicts-title = { $count ->
        [one] *Un incident attend une décision*
       *[other] *{$count} incidents attendent une décision*
    }
verdicts-title_many = *Plus de {$count} incidents attendent une décision*
verdicts-none = Aucun incident n’attend de décision.
explain-title = *Calcul de l’échéance d’{$incident}*
explain-start = Déclaré le {$filed}. La gravité {$severity} donne droit à une réponse initiale sous {$target}.
explain-always = Le délai court jour et nuit.
explain-calendar = Décompté sur les heures ouvrées du calendrier, fuseau horaire {$zone}.
explain-open = • {$day}, de {$start} à {$end} : {$counted}, il reste {$left}
explain-open_last = • {$day}, de {$start} à {$end} : {$counted}, décompte terminé
explain-holiday = • {$date} : fermé, jour férié
explain-closed = • {$date} : fermé
explain-more = • … et ainsi de suite, jour après jour
explain-result = *Échéance : {$deadline}*

## De quoi parlent les incidents

# De quoi parlent les incidents, pour trouver ceux qui se ressemblent : mots sans accents, toutes les formes d’un sens par
# ligne. Sont laissés de côté les mots courants, ceux de la panne et ceux qui désignent n’importe quelle machine.
keywords-ignored = a affiche affichent ai aide appareil apres arret arrete arrive arrivent au aucun aucune aujourd aussi autre autres aux avant avec avoir avons besoin bien bonjour car ce ceci cela celle celui ces cesse cet cette chaque chez client cliente clients comme comment d dans de demande depuis dernier derniere des dimanche doit donc du elle elles en encore ensuite entre envoi envoie envoyer est et etait ete etes etre eu faire fait faut fois fonctionne fonctionnent grave gros grosse heure heures hier hui ici il ils instant j jamais je jeudi jours l la lance le les leur leurs lors lorsque lui lundi m ma mais marche marchent mardi matin me meme merci mercredi mes message messages met mettent midi minute minutes mme moi mois mon n ne nos notre nous nouveau nouvel nouvelle nuit on ont ou par pas pendant personne peu peut peux plus plusieurs point pour pourquoi pouvez probleme problemes qu quand que quel quelle quelqu qui quoi recevoir recoit recoivent renvoie renvoient reste restent resultat resultats rien s sa samedi sans se semaine ses si sommes sont sous souvent suite sur t ta tous tout toute toutes tres trop trouve trouvent trouver tu un une urgence urgent utilisateur utilisateurs utilisatrice va vendredi vers visible visibles vite voici voila vos votre vous y
keywords-broken = coupe coupee coupees coupent coupes coupure coupures deconnecte deconnectee deconnectent deconnexion deconnexions fige figee figent hors interrompu interruption panne pannes casse cassee casses hs defaut defectueux defectueuse erreur erreurs echec echecs echoue echouent impossible indisponible inaccessible inaccessibles injoignable injoignables bloque bloquee bloques mort morte morts mortes service repond repondent ligne bug bugs ko
keywords-machine = application applications appli machine programme logiciel logiciels serveur serveurs systeme systemes
keywords-mail = mail mails mel courriel courriels courrier messagerie messageries e
keywords-mailbox = boite boites bal
keywords-printer = imprimante imprimantes imprime impriment imprimer impression impressions
keywords-password = passe mdp
keywords-login = connexion connexions connecter connecte connectent identifier
keywords-slow = lent lente lents lentes lenteur lenteurs lentement rame rament ralenti ralentie ralentissement performances
keywords-crash = plante plantent plantage plantages planter
keywords-restart = redemarre redemarrent redemarrer redemarrage redemarrages
keywords-start = demarre demarrent demarrer demarrage allume allumer
keywords-expired = expire expiree expires expirees expiration perime perimee
keywords-full = plein pleine pleins pleines sature saturee place espace
keywords-lost = perd perdent perdu perdue perdus perdues disparu disparue manque manquent absent absents absente
keywords-network = reseau reseaux
keywords-internet = internet
keywords-wifi = wifi wi fi
keywords-phone = telephone telephones telephonie telephonique
keywords-screen = ecran ecrans moniteur moniteurs
keywords-keyboard = clavier claviers
keywords-computer = ordinateur ordinateurs poste postes pc
keywords-laptop = portable portables
keywords-website = site sites
keywords-database = base bases donnees
keywords-backup = sauvegarde sauvegardes
keywords-drive = lecteur lecteurs partage partages partagee partagees
keywords-disk = disque disques
keywords-file = fichier fichiers dossier dossiers
keywords-document = document documents
keywords-attachment = jointe jointes piece pieces
keywords-access = acces droit droits autorisation autorisations
keywords-account = compte comptes
keywords-invoice = facture factures facturation
keywords-order = commande commandes
keywords-report = rapport rapports etat etats
keywords-payroll = paie paies salaire salaires
keywords-calendar = agenda agendas calendrier calendriers
keywords-appointment = rendez
keywords-call = appel appels reunion reunions visio visioconference conference
keywords-room = salle salles
keywords-office = bureau bureaux
keywords-floor = etage etages
keywords-building = batiment batiments immeuble
keywords-sound = son audio entend micro
keywords-picture = image images video
keywords-certificate = certificat certificats
keywords-licence = licence licences
keywords-update = actualise actualisee actualisation jour maj mises
keywords-sync = synchronise synchronisent synchroniser synchronisation
keywords-scan = scanner scanners scan scans numerisation numeriser
keywords-export = export exports exporter exporte exportent
keywords-import = import imports importer importe importent
keywords-page = page pages
keywords-button = bouton boutons
keywords-open = ouvre ouvrent ouvrir ouverture ouverte ouvert
keywords-wrong = faux fausse fausses incorrect incorrecte incorrects
keywords-node = noeud noeuds
keywords-code = code codes
keywords-authentication = authentification
keywords-refused = refuse refusee refuses refusees refus accepte acceptee rejete rejetee invalide
keywords-1 = premier premiere 1er 1ere
keywords-2 = deuxieme second seconde 2e 2eme deux double
keywords-3 = troisieme 3e 3eme trois
keywords-4 = quatrieme 4e 4eme quatre
keywords-5 = cinquieme 5e 5eme cinq
keywords-pay = payer paye payee paiement paiements

## Les corrections

button-edit = Modifier
edited = ✏️ {$who} a modifié {$incident} :
edited-line = {$field} : {$before} → {$after}
edited-file = {$field} : {$file} en plus
edited-hidden = {$field} : modifiés
edited-nothing = (vide)
edited-quoted = « {$text} »
edit-meanwhile = ✏️ Pendant que ce formulaire était ouvert, {$who} a modifié l’incident :
edit-kept = Rien de ce que vous avez saisi n’est encore enregistré. Ci-dessous, votre saisie figure à côté de ce qui est nouveau. Vérifiez, puis enregistrez de nouveau.
refusal-nothing_changed = Rien n’a changé. Corrigez quelque chose, ou annulez.
refusal-edited_meanwhile = Quelqu’un d’autre a modifié {$incident} entre-temps. Rouvrez le formulaire.

## Un changement de gravité, et l’astreinte 24 h/24

button-change_severity = Changer la gravité
form-change = Changer
hint-change_severity = Le délai promis se compte depuis la déclaration, et non depuis maintenant.
hint-change_reason = Les deux parties le lisent dans le fil.
refusal-same_severity = {$incident} est déjà de gravité {$severity}. Choisissez-en une autre, ou annulez.
severity-changed = 🔀 {$who} a changé la gravité d’{$incident}, de {$before} à {$after}.
severity-moved = La réponse initiale est désormais promise pour le {$new} au lieu du {$old} : {$target} après la déclaration au lieu de {$previous}.
severity-passed = Cette échéance est déjà passée.
severity-answered = Nous avons déjà répondu : l’échéance du {$deadline} ne change pas.
explain-changes = { $count ->
        [one] Un changement antérieur n’est pas affiché.
       *[other] {$count} changements antérieurs ne sont pas affichés.
    }
explain-earlier = • Gravité {$severity} ({$cover}) : réponse initiale sous {$target}, échéance le {$deadline}.
explain-changed = Le {$when}, {$who} a changé la gravité en {$severity} : « {$reason} »
explain-fell_back = Le {$when}, personne n’étant joignable, la couverture est passée aux heures ouvrées.
explain-cover_changed = Le {$when}, {$who} a choisi une autre couverture : {$cover}.
explain-answered = Nous avons répondu avant le passage à la gravité {$severity} : c’est donc cette échéance qui compte.
button-mark_unreachable = Client injoignable
unreachable-title = Client injoignable
field-tried = Ce qui a été tenté
hint-tried = Seuls les techniciens le lisent. La question est posée au client dans son fil.
refusal-nobody_on_duty = {$incident} est couvert aux heures ouvrées : personne n’a besoin d’être joignable jour et nuit.
refusal-already_asked = La question a déjà été posée au client d’{$incident}, qui a encore le temps de répondre.
refusal-not_asked = Aucune réponse n’est plus attendue pour {$incident}.
unreachable-customer = 📵 {$customer}, {$who} a essayé de joindre les contacts d’{$incident}, sans succès, le {$when}. Appuyez sur le bouton ou écrivez ici. Sans réponse d’ici le {$until}, la couverture passera de 24 h/24, 7 j/7 aux heures ouvrées.
unreachable-triage = 📵 {$who} n’a pu joindre aucun des contacts d’{$incident}, le {$when}. La question est posée au client. Sans réponse d’ici le {$until}, la couverture passera de 24 h/24, 7 j/7 aux heures ouvrées. Ce qui a été tenté :
button-reachable = Je suis joignable
reachable = 📞 {$who} est joignable pour {$incident} : la couverture reste 24 h/24, 7 j/7.
cover-fell_back = 🌙 Personne n’était joignable pour {$incident}, et personne n’a répondu dans les {$within} : l’incident est désormais traité aux heures ouvrées. L’échéance de la réponse initiale ne change pas.
card-unreachable = 📵 *Contacts injoignables* depuis le {$when}. Sans réponse d’ici le {$until}, la couverture passera aux heures ouvrées.

## Les packs et les produits

packs-title = *Packs d’incidents prépayés*
packs-none = Aucun pack : {$account}.
packs-no_account = Vous n’appartenez à aucun compte ici. Pour utiliser un pack prépayé, tapez /incident récupérer suivi de son numéro de confirmation de commande, ou adressez-vous à {$managers}.
packs-which_account = Vous n’appartenez vous-même à aucun compte. Indiquez le code d’un compte, par exemple : /incident packs ACME
packs-pack = *Pack {$pack}* du compte {$account}
packs-size = Incidents achetés
packs-left = Restants
packs-used = Utilisés
packs-reserved = Réservés
packs-rest = Expirés ou corrigés
packs-bought = Acheté le
packs-expires = Expire le
packs-expired = {$date} : expiré
packs-earlier = { $count ->
        [one] … et un mouvement plus ancien
       *[other] … et {$count} mouvements plus anciens
    }
expires-filing = {$date} : les incidents doivent être déclarés avant ce jour
expires-closing = {$date} : les incidents doivent être clos avant ce jour
must-filing = Les incidents doivent être déclarés avant ce jour.
must-closing = Les incidents doivent être clos avant ce jour.
ledger-granted = attribué
ledger-reserved = réservé
ledger-settled = utilisé
ledger-released = restitué
ledger-expired = expiré
ledger-adjusted = corrigé
actor-guichet = Guichet
actor-import = un import
reason-expired = non clos avant l’expiration du pack
low-balance = 🪫 { $left ->
        [0] Il ne reste aucun incident prépayé
        [one] Il reste un incident prépayé
       *[other] Il reste {$left} incidents prépayés
    } sur {$size} dans le pack {$pack} du compte {$account}, qui expire le {$date}.
expiry-notice = ⌛ Le pack {$pack} du compte {$account} expire { $days ->
        [one] demain
       *[other] dans {$days} jours
    }, le {$date}, et il y reste { $left ->
        [one] un incident
       *[other] {$left} incidents
    }. {$must}
certificate-notice = 📄 L’attestation d’exonération fiscale {$number} ({$country}) du compte {$account} expire bientôt : son dernier jour est le {$date}. Demandez-en une nouvelle.
certificate-ended = 📄 L’attestation d’exonération fiscale {$number} ({$country}) du compte {$account} a expiré : son dernier jour était le {$date}. Demandez-en une nouvelle.
products-title = *Produits*
products-none = Le catalogue est vide.
products-not_found = Aucun produit ne correspond à « {$typed} ». /incident produits les affiche tous.
products-line = *{$product}* : {$status}
stage-mainstream = support standard jusqu’au {$date}
stage-extended = support étendu jusqu’au {$date}
stage-supported = couvert jusqu’au {$date}
stage-ended = support terminé le {$date}
stage-unknown = fin du support inconnue

## Ce qu’on dit à Guichet : mentions, messages directs, réactions

# Ce qui accepte une proposition, écrit dans son fil.
offer-yes = oui, ouais, bien sûr, volontiers, tout à fait, absolument, allez-y, allez y, vas-y, vas y, faites, faites-le, fais-le, déclarez, déclarez-le, déclare, déclare-le, déclarer, je confirme, confirmé, confirmez, c’est ça, validé, je valide, exact, exactement
# Ce qui l’accepte aussi, et qu’on se dit entre collègues.
offer-assent = d’accord, ok pour moi, ça marche, ça me va, c’est bon pour moi, va pour
# Ce qui la retire.
offer-no = non, annuler, annule, annulez, annulez-le, annulez ça, laisse tomber, laissez tomber, pas maintenant, pas la peine, ce n’est pas la peine, inutile, tant pis, ne déclarez pas, ne déclarez rien, ne rien déclarer, surtout pas, c’est réglé, plus besoin, pas besoin
# Ce par quoi commence une réponse plus longue, qui mérite une explication.
offer-opening = oui, ouais
# Ce qui peut accompagner une réponse ; « ok, merci » n’en est pas une.
offer-please = svp, stp, s’il vous plaît, s’il te plaît, s’il vous plait, s’il te plait
offer-thanks = merci, merci beaucoup, merci bien, merci d’avance, grand merci
# Ce qui peut précéder la lettre d’une gravité, outre ces mots.
offer-severity = en gravité, avec la gravité, de gravité, en, pour
# Ce qui l’accepte quand elle demande si c’est un incident déjà déclaré.
offer-anyway = déclarer quand même, déclarez quand même
# Ce qui précède le numéro d’un incident dans la réponse à cette question.
offer-join = rejoindre
offer-reopen = rouvrir
# Ce par quoi un message peut commencer ; une commande qui le suit en reste une.
greetings = bonjour, bonsoir, salut, coucou, rebonjour
# À qui un salut peut s’adresser.
greeted = à tous, à toutes, à toutes et à tous, à tous et à toutes, tout le monde, tous, l’équipe, madame, monsieur, guichet
# Ce qui peut encore précéder ou suivre une commande.
politeness = merci à vous, merci à toi, merci infiniment, mille mercis, un grand merci, peux-tu, pouvez-vous, pourrais-tu, pourriez-vous
# Ce à quoi répondent les boutons : personne ne veut le déclarer.
small-talk = essai, parfait, super, génial, top, très bien, bravo, compris, bien reçu, entendu, noté, désolé, désolée, pardon, de rien, au revoir, à bientôt, à plus, bonne journée, bonne soirée, bonne nuit, bon week-end, ça va, comment ça va, comment allez-vous, tu es là, vous êtes là, pour votre aide, pour ton aide, de votre aide, de ton aide, que peux-tu faire, que pouvez-vous faire, que sais-tu faire, que savez-vous faire, qui es-tu, qui êtes-vous, à quoi sers-tu, à quoi servez-vous, comment ça marche, comment ça fonctionne
# Ce qui peut précéder la lettre d’une gravité.
severity-words = gravité, gravite
menu = Que puis-je faire pour vous ? Pour déclarer un incident tout de suite, { $is_private ->
        [yes] écrivez-moi ce qui ne va pas, par exemple « B Les imprimantes sont en panne depuis neuf heures ».
       *[no] mentionnez-moi avec ce qui ne va pas, par exemple « @Guichet B Les imprimantes sont en panne depuis neuf heures ».
    }
menu-severity = Qu’est-ce qui ne va pas ? Écrivez-le après la gravité, par exemple { $is_private ->
        [yes] « {$severity} Les imprimantes sont en panne depuis neuf heures » : je montre ce que je déclarerais, et un « oui » le déclare.
       *[no] « @Guichet {$severity} Les imprimantes sont en panne depuis neuf heures » : je montre ce que je déclarerais, et un « oui » dans le fil le déclare.
    } Ou appuyez sur le bouton.
card_mention-command = Vous m’avez interrogé : ceci n’a pas été transmis aux techniciens de {$incident}.
card_mention-customer = Les techniciens de {$incident} lisent ce que vous avez écrit, comme tout dans ce fil. S’il s’agit d’un autre problème, déclarez-le comme un incident à part.
card_mention-technician = Le client de {$incident} lit ce que vous avez écrit, comme tout dans ce fil. Pour ne demander qu’à moi, mentionnez-moi avec un mot de la commande, par exemple « @Guichet aide ».
card_mention-triage = Ce que vous avez écrit reste entre techniciens : le client de {$incident} ne le lit pas. Pour lui répondre, appuyez sur *{button-reply}*, ou choisissez « Send to customer » dans le menu du message.
menu-form = Appuyez sur le bouton : Slack n’ouvre un formulaire que pour un clic.
menu-elsewhere = Slack ne me permet pas de vous montrer cela ici sans que d’autres le voient. Demandez-le dans le canal de votre compte, ou dans un message direct à Guichet.
menu-elsewhere_outside = Slack ne me permet pas de vous montrer cela ici sans que d’autres le voient. Demandez-le dans le canal de votre compte, ou à {$managers}.
menu-too_many = Je réponds à {$limit} messages par minute, et ce qui vient ensuite reste sans réponse. Attendez une minute, puis écrivez de nouveau ce qui est resté sans réponse, si possible en un seul message, ou remettez-y {$emoji}.
button-ask_file = Déclarer un incident
button-ask_list = Nos incidents
button-ask_packs = Packs
button-ask_faq = Questions
button-ask_help = Aide
button-ask_claim = Récupérer un pack
button-ask_admin = Administration
offer-question = {$who}, dois-je déclarer ceci comme incident : « {$title} » ?
offer-chosen = {$who}, voici ce que je déclarerais : « {$title} »
offer-for_author = {$who}, {$by} propose de déclarer ceci comme incident : « {$title} »
offer-again = Ce qui était affiché ne vaut plus : du temps a passé, le pack n’est plus le même, ou un incident en parle désormais. Voici ce qui vaut maintenant.
offer-similar = { $count ->
        [one] Est-ce encore {$incidents} ?
       *[other] Est-ce encore l’un de ceux-ci : {$incidents} ?
    } Si oui, appuyez sur son bouton ou écrivez { $is_closed ->
        [yes] « rouvrir {$example} »
       *[no] « rejoindre {$example} »
    } : ce que vous avez écrit y est ajouté, et rien n’est décompté. Sinon, vous pouvez déclarer quand même.
offer-promise = {$severity} : réponse initiale avant le {$deadline}
offer-how_thread = Choisissez une gravité avec un bouton, ou écrivez A, B ou C dans ce fil ; { $is_same ->
        [yes] « déclarer quand même B »
       *[no] « oui B »
    } la choisit et déclare.
offer-how_direct = Choisissez une gravité avec un bouton, ou écrivez A, B ou C ici ; { $is_same ->
        [yes] « déclarer quand même B »
       *[no] « oui B »
    } la choisit et déclare.
offer-by_mention = Ce qui s’écrit dans ce fil va aux personnes de son incident. Pour me répondre, appuyez sur un bouton, ou mentionnez-moi avec votre réponse : « @Guichet oui B ».
offer-clock = Le délai court à partir de la déclaration. { $is_same ->
        [yes] Appuyez sur *{similar-file}*, ou écrivez « déclarer quand même ».
       *[no] Appuyez sur *{button-offer_file}*, ou écrivez « oui ».
    } Vous pourrez compléter dans le fil de sa fiche.
offer-text = Gravité {$severity}, réponse initiale avant le {$deadline} si l’incident est déclaré maintenant. {$cost}
offer-text_next = { $is_same ->
        [yes] Écrivez « déclarer quand même » pour le déclarer.
       *[no] Écrivez « oui » pour le déclarer.
    }
offer-cost_alone = Il est facturé à l’unité.
offer-cost_account = Il est facturé à l’unité à {$account}.
offer-cost_unit = Il utilise un incident prépayé de votre compte.
offer-cost_pack = {$account} : il utilise { $left ->
        [one] le dernier incident
       *[other] 1 des {$left} incidents
    } du pack {$pack}, qui expire le {$until}.
offer-which_account = Vous appartenez à plusieurs comptes : choisissez celui dont il s’agit.
offer-which_account_elsewhere = Vous appartenez à plusieurs comptes : choisissez celui dont il s’agit dans le formulaire.
offer-filed = ✅ {$who}, ceci a été déclaré : {$incident}. La suite se passe dans le fil de sa fiche.
offer-joined = ➕ {$who}, ceci a été ajouté à {$incident}. Rien n’a été déclaré ni décompté.
offer-taken_back = La proposition est retirée : rien n’a été déclaré, et rien n’est décompté. { $in_thread ->
        [yes] Pour l’avoir de nouveau, mettez {$emoji} sur le message, ou mentionnez-moi en disant ce qui ne va pas.
       *[no] Pour l’avoir de nouveau, écrivez-moi ce qui ne va pas.
    }
offer-not_understood = Je n’ai pas compris cela comme une réponse à la proposition : rien n’est déclaré. { $is_same ->
        [yes] Écrivez « rejoindre {$example} » si c’est encore lui, { $severity ->
            [none] « déclarer quand même B »
           *[other] « déclarer quand même »
        } pour le déclarer, ou « non » pour retirer la proposition.
       *[no] { $severity ->
            [none] Écrivez A, B ou C pour choisir une gravité, « oui B » pour la choisir et déclarer, ou « non » pour retirer la proposition.
            [B] Écrivez « oui » pour déclarer avec la gravité {$severity}, « oui C » pour déclarer avec une autre, ou « non » pour retirer la proposition.
           *[other] Écrivez « oui » pour déclarer avec la gravité {$severity}, « oui B » pour déclarer avec une autre, ou « non » pour retirer la proposition.
        }
    }
offer-chosen_already = La gravité {$severity} est déjà choisie ; rien n’est encore déclaré. { $is_same ->
        [yes] Écrivez « déclarer quand même » pour déclarer, ou « rejoindre {$example} » si c’est encore lui.
       *[no] Écrivez « oui » pour déclarer, ou « non » pour retirer la proposition.
    }
offer-others = { $is_known ->
        [yes] Quelqu’un d’autre a écrit dans ce fil depuis la proposition, votre réponse lui était peut-être destinée : rien n’a été fait.
       *[no] Je ne peux pas voir si votre réponse était destinée à quelqu’un d’autre dans ce fil : rien n’a été fait.
    } Si vous vous adressiez à moi, { $answer ->
        [yes] appuyez sur *{button-offer_file}*, ou mentionnez-moi : « @Guichet oui ».
        [yes_severity] appuyez sur un bouton de la proposition, ou mentionnez-moi : « @Guichet oui B ».
        [anyway] appuyez sur un bouton de la proposition, ou mentionnez-moi : « @Guichet déclarer quand même ».
        [anyway_severity] appuyez sur un bouton de la proposition, ou mentionnez-moi : « @Guichet déclarer quand même B ».
        [no] appuyez sur *{button-offer_take_back}*, ou mentionnez-moi : « @Guichet non ».
       *[other] appuyez sur un bouton de la proposition, ou mentionnez-moi : « @Guichet {$answer} ».
    }
offer-older = { $became ->
        [used] Ceci est déjà déclaré : {$incident}.
        [joined] Ceci a déjà été ajouté à {$incident}.
       *[other] La dernière proposition a été retirée.
    } Une proposition plus ancienne attend encore : « {$title} ». Rien n’a été fait pour elle ; pour la déclarer ou la retirer, utilisez ses boutons.
offer-edited = ✏️ { $is_joined ->
        [yes] Vous avez modifié un message dont le texte a été ajouté à {$incident}.
       *[no] Vous avez modifié un message à partir duquel {$incident} a été déclaré.
    } La modification ne change rien à {$incident}. { $can_edit ->
        [yes] Changez-en le titre ou la description avec *{button-edit}* sur sa fiche.
       *[no] Écrivez ce qui est nouveau dans le fil de sa fiche.
    }
button-offer_form = Remplir le formulaire
button-offer_file = Déclarer maintenant
button-offer_take_back = Non, merci
button-offer_severity = Gravité {$severity}
counter = 👋 *Assistance pour {$account}* : que pouvons-nous faire pour vous ?
counter-how = Vous pouvez aussi mentionner Guichet en disant ce qui ne va pas, ou mettre {$emoji} sur un message : les deux mènent à un incident.
counter-posted = Le comptoir arrive en bas de ce canal ; l’ancien est retiré.
refusal-not_staff = Seuls les techniciens et les responsables peuvent installer un comptoir.
refusal-no_channel_here = Un comptoir se place dans le canal d’un client : tapez-y `/incident comptoir`.
refusal-no_account_here = Ce canal n’est rattaché à aucun compte : personne ne pourrait déclarer d’incident à son comptoir. { $is_manager ->
        [yes] Rattachez-le d’abord à un compte : /incident admin, *{act-edit_members}*.
       *[no] Demandez d’abord à {$managers} de le rattacher à un compte, avec /incident admin.
    }
refusal-form_gone = Ce formulaire n’est plus disponible. Ouvrez-en un autre et déclarez de nouveau.
refusal-closed_meanwhile = {$incident} a été clos entre-temps. Rouvrez-le avec le bouton de sa fiche, ou déclarez un nouvel incident.
refusal-offer_used = Ceci est déjà déclaré : {$incident}. Pour modifier ou ajouter quelque chose, continuez avec les boutons de sa fiche ou dans son fil.
refusal-offer_joined = Ceci a déjà été ajouté à {$incident}.
refusal-offer_same_problem = C’est peut-être encore {$incident} : rien n’est déclaré pour l’instant. Écrivez « rejoindre {$incident} », « rouvrir {$incident} » s’il est clos, ou « déclarer quand même ».
refusal-offer_taken_back = Cette proposition a été retirée. Pour déclarer un incident, dites-moi de nouveau ce qui ne va pas.
refusal-offer_for_others = Ceci a été proposé à quelqu’un d’autre. Pour déclarer vous-même un incident, mentionnez-moi avec ce qui ne va pas.
refusal-offer_button = Rien n’a été déclaré : ceci est proposé à quelqu’un d’autre, dont le « oui » compte ici. Appuyez sur *{button-offer_file}* pour le déclarer au nom du client, une fois la gravité choisie.
refusal-offer_severity = Choisissez d’abord une gravité : A, B ou C.
refusal-author_of_no_account = Rien n’a été déclaré ni proposé : {$who} n’appartient à aucun compte et ce canal n’est rattaché à aucun, personne ne pourrait donc payer. Demandez à {$managers} de rattacher le canal au compte, ou d’y ajouter {$who}, avec /incident admin, *{act-edit_members}*.
refusal-choose_in_form = Rien n’a été déclaré ni proposé : techniciens et responsables indiquent pour quel compte ils déclarent. Choisissez-le dans le formulaire ; ce qui est déclaré pour un compte est publié dans son canal, où le client le lit.
refusal-offer_account = Choisissez d’abord le compte dont il s’agit.

## L’accueil de Guichet

home-due = échéance le {$deadline}
home-soon = Un instant : nous cherchons vos incidents.
home-as_of = État à {$now}
home-title_customer = Incidents ouverts
home-title_desk = File d’attente
home-title_packs = Packs prépayés
home-title_closed = Derniers incidents clos
home-title_decisions = En attente de votre décision
home-title_month = Ce mois-ci
home-on_call = 📟 *D’astreinte :*
home-on_call_desk = 📟 *D’astreinte, {$desk} :*
home-roster_old = Le calendrier n’a pas pu être lu récemment ; voici ce qu’il disait le {$read}.
home-no_account = Vous n’appartenez à aucun compte ici : un incident est facturé à l’unité, à moins de récupérer d’abord un pack.
home_list-open = Tous les incidents ouverts
home_list-unassigned = Non attribués
home_list-mine = Les miens
home_list-waiting = En attente du client
home_none-open = Aucun incident ouvert. Bravo.
home_none-unassigned = Chaque incident ouvert est attribué à quelqu’un.
home_none-mine = Aucun des vôtres n’est ouvert.
home_none-waiting = Aucun incident n’attend le client.
home-none_customer = Vous n’avez aucun incident ouvert.
home-count = { $count ->
        [one] 1 incident
       *[other] {$count} incidents, les plus urgents d’abord
    }
home-count_many = Plus de {$count} incidents, les plus urgents d’abord
home-turn_technician = 💬 En attente du client
home-turn_customer = 💬 À vous : répondez dans son fil
home-pack = • Pack {$pack} : reste {$left} sur {$size}, expire le {$until}
home_month-filed = Déclarés
home_month-in_time = Réponse dans le délai
home_month-late = Réponse en retard
home_month-closed = Clos
button-home_open = Ouvrir
button-home_next = Page suivante
button-home_first = Première page
button-home_refresh = Actualiser

## Les questions et réponses (FAQ)

# `faq_words-…` are the words that find an answer, beside those of the other languages; the first one counts double.

placeholder-faq = Choisissez une question
faq-title = *Questions et réponses.* Choisissez ci-dessous, ou écrivez `/incident faq` suivi d’un mot de la question, par exemple `/incident faq packs`.
faq-unknown = Aucune réponse ne correspond à elle seule à « {$typed} ». Choisissez une question ci-dessous :
faq_question-severity = En combien de temps répondez-vous ?
faq_words-severity = gravité gravités niveau priorité urgent urgence délai délais temps répondre répondez réponse vite rapidement échéance sla
faq_promise-always = • {$severity} : réponse initiale sous {$target}, jour et nuit. Déclaré maintenant : avant le {$deadline}.
faq_promise-business = • {$severity} : réponse initiale sous {$target}. Déclaré maintenant : avant le {$deadline}.
faq-from_filing = Le délai court à partir de la déclaration. Vous choisissez la gravité, et elle peut être changée ensuite.
faq-hours = *Heures ouvrées :* {$week} (fuseau {$zone}).
faq-day = {$days} {$hours}
faq-days = {$first} à {$last}
faq-stretch = {$start}–{$end}
faq-closed_days = Prochains jours de fermeture : {$days}
faq_question-incident = Qu’est-ce qui compte comme un incident ?
faq_words-incident = définition incident compter compte diviser divisé division problème problèmes plusieurs prix coût
faq-incident = Un seul problème, qu’on ne peut pas diviser, avec tout le travail qu’il demande raisonnablement : parfois plusieurs échanges, et des recherches entre-temps. Le prix ne dépend pas du temps passé.
faq-incident_split = Une demande qui contient plusieurs problèmes donne un incident pour chacun. Nous proposons la division dans votre fil, et rien de plus n’est décompté avant votre accord.
faq_question-cover = Quand y travaillez-vous, et qui doit être joignable ?
faq_words-cover = couverture 24 7 nuit week-end heures ouvrées ouverture ouvert horaires joignable contact contacts astreinte disponible travail
faq-cover = Vous choisissez pour chaque incident : heures ouvrées, ou 24 h/24, 7 j/7. Cela vaut jusqu’à sa résolution.
faq-cover_duty = En 24 h/24, vous indiquez des personnes joignables jour et nuit, avec téléphone et horaires. Si nous ne pouvons pas les joindre et que personne ne répond dans les {$within}, l’incident est traité aux heures ouvrées ; le délai de réponse promis ne change pas.
faq_question-lifecycle = Mon produit est-il encore couvert ?
faq_words-lifecycle = produit produits cycle vie éligible éligibilité couvert standard étendu version ancien
faq-lifecycle = Un produit est couvert pendant tout son cycle de vie : support standard et support étendu. `/incident produits` affiche jusqu’à quand, et la fin est annoncée {$before} à l’avance partout où le produit apparaît. Ensuite, le formulaire le refuse.
faq_question-exclusions = Qu’est-ce qui n’est pas couvert ?
faq_words-exclusions = exclure pas couvert couverts exclu exclus exclusion exclusions compris inclus fonctionnalité fonctionnalités site déplacement code développeur développeurs api sécurité
faq-ended_products = Les produits dont le support est terminé
faq-exclusions = Le formulaire le dit avant toute déclaration. Un technicien peut accepter une exception, avec un motif qui est conservé.
faq_question-solution = Qu’est-ce qu’une solution ?
faq_words-solution = solution solutions résolu acceptable périmètre accord clos
faq-solution = Un technicien convient d’abord avec vous de ce qu’est le problème, dans le fil de votre incident : vous acceptez le périmètre proposé, ou vous le modifiez.
faq-solution_closed = L’incident est clos dès qu’une ou plusieurs solutions ont été proposées. Si cela ne suffit pas, vous pouvez le rouvrir dans les {$within}.
faq_question-unresolved = Et s’il n’y a pas de solution ?
faq_words-unresolved = garantie garanti garantir irrésolu impossible échec sans si pas aucune solution
faq-unresolved = Nous faisons notre possible, mais chaque installation est différente et une solution ne peut pas être garantie. Si nous n’en trouvons pas, nous vous disons pourquoi et l’incident est clos comme non résolu. Un responsable décide alors s’il est facturé, et vous le lisez dans le fil.
faq_question-withdrawal = Puis-je clore un incident avant sa résolution ?
faq_words-withdrawal = clore fermer fermeture retirer annuler avant arrêter
faq-withdrawal = Oui, avec *{button-withdraw}* sur sa fiche. Un responsable décide alors s’il est facturé, et vous le lisez dans le fil.
faq_question-reopening = Un incident clos peut-il être rouvert ?
faq_words-reopening = rouvrir rouvert réouverture encore
faq-reopening = Oui, dans les {$within} qui suivent la clôture, avec *{button-reopen}* sur sa fiche. Ensuite, déclarez un nouvel incident.
faq_question-packs = Comment utiliser un pack prépayé ?
faq_words-packs = pack forfait forfaits prépayé utiliser utilisation solde unité unités payer
faq-packs = Déclarez l’incident en tant que membre du compte qui l’a acheté : tapez `/incident` et choisissez le pack sous *{field-paid_with}*. Si vous n’en choisissez aucun, celui qui expire en premier est utilisé. `/incident packs` affiche vos packs et ce qu’il y reste.
faq-packs_left = Ses acheteurs sont prévenus { $count ->
        [0] quand il n’en reste aucun
        [one] quand il reste un incident ou moins
       *[other] quand il reste {$count} incidents ou moins
    }.
faq-packs_required = Sans pack, rien ne peut être déclaré ici.
faq-packs_optional = Sans pack, un incident est facturé à l’unité.
faq_question-expiry = Quand un pack expire-t-il ?
faq_words-expiry = expir pack expirer expiré expiration valable validité année
faq-expiry = Un an après l’achat, sauf si un autre jour a été convenu ; `/incident packs` affiche la date.
faq-expiry_notice = Ses acheteurs sont prévenus {$before} avant.
faq-and = {$first} et {$last}
faq_question-claim = L’acheteur de notre pack est parti. Que faire ?
faq_words-claim = récupérer pack réclamer acheteur acheté parti quitté départ collègue confirmation commande preuve
faq-claim = Tapez `/incident récupérer` suivi du numéro de confirmation de commande : il prouve l’achat. Un responsable décide, l’ancien acheteur est prévenu, et vous pouvez ensuite utiliser ce qu’il reste.
faq-claim_limit = { $count ->
        [one] Une demande par jour est possible.
       *[other] Jusqu’à {$count} demandes par jour sont possibles.
    }
faq_question-card = À qui poser une question sur un paiement par carte ?
faq_words-card = carte bancaire crédit facturation facture paiement
faq-card = Guichet ne voit pas les paiements par carte. Adressez-vous ici : {$where}
faq_question-tax = Comment envoyer une attestation d’exonération fiscale ?
faq_words-tax = taxe taxes fiscal fiscale exonération exonéré attestation tva
faq-tax_to = Envoyez-la ici, jamais dans un canal : {$where}
faq-tax_managers = Envoyez-la par message direct, jamais dans un canal, à {$where}.
faq-tax = Indiquez le compte concerné, le numéro, le pays et les dates de validité. Elle est enregistrée pour le compte, et la suivante est demandée avant son échéance.
faq_question-survey = À quoi sert l’enquête ?
faq_words-survey = enquête utile expérience affecté deviennent avis retour réponses opinion données confidentialité satisfait satisfaction
faq-survey = Après la clôture, la personne qui a déclaré l’incident est invitée à dire si la réponse a été utile, si sa qualité et sa langue étaient bonnes, et ce qui a joué sur son expérience. Un seul rappel est envoyé, après {$after}.
faq-survey_use = {survey-purpose} La personne qui exploite Guichet chez votre prestataire peut les exporter.
faq-survey_off = Aucune enquête n’est envoyée ici après un incident.

## Les demandes de packs et l’administration

claim-title = Récupérer un pack
claim-submit = Envoyer la demande
field-confirmation = Numéro de confirmation de commande
placeholder-confirmation = Comme indiqué sur la commande
hint-confirmation = Il prouve l’achat du pack. Les espaces, les tirets et la casse ne comptent pas.
claim-received = Merci. Un responsable va examiner votre demande ; vous recevrez la réponse par message direct.
refusal-too_many_claims = Vous avez atteint le nombre de demandes permis en 24 heures. Prochaine demande possible le {$next}.
refusal-nobody_decides = Aucun responsable n’est désigné ici pour examiner ces demandes, et la vôtre serait perdue. Demandez à la personne qui exploite Guichet dans votre espace de travail d’en désigner un dans MANAGERS.
claim-received_outside = Merci. Un responsable va examiner votre demande ; vous recevrez la réponse dans le fil où vous l’avez faite.
refusal-claim_number = Slack n’ouvre pas ce formulaire pour vous ici. Mentionnez-moi plutôt avec le numéro de confirmation de commande, par exemple « @Guichet récupérer ORD-12345 ».
claim-made = 🎟️ {$who} demande à récupérer le pack {$number}.
claim-pack = Il appartient au compte {$account}. Si vous acceptez, cette personne devient membre et acheteuse de ce compte ; ses acheteurs actuels le restent et sont prévenus.
claim-no_pack = Aucun pack ne porte ce numéro.
claim-is_member = Cette personne est déjà membre de ce compte.
button-approve = Accepter
button-refuse = Refuser
refuse-title = Refuser la demande
field-reason = Motif
hint-refusal_reason = L’auteur de la demande le lira.
claim-approved = ✅ Votre demande concernant le pack {$number} est acceptée. Vous êtes désormais membre et acheteur du compte {$account} : /incident packs affiche ce qu’il reste, et /incident permet de déclarer un incident.
claim-refused = Votre demande concernant le pack {$number} est refusée : {$reason}
claim-decided = Votre demande concernant le pack {$number} a reçu une réponse. Je ne peux pas vous écrire directement, et d’autres personnes lisent ce canal : demandez-la à {$managers}.
claim-told_owner = 🎟️ {$who} a demandé à récupérer le pack {$number} du compte {$account}, et un responsable a accepté. Si c’est une erreur, écrivez à {$managers}.
claim-approved_to_managers = ✅ {$by} a accepté la demande de {$who} concernant le pack {$number} du compte {$account}.
claim-refused_to_managers = 🚫 {$by} a refusé la demande de {$who} concernant le pack {$number} : {$reason}
refusal-no_such_claim = Cette demande n’existe pas.
refusal-already_approved = {$who} a déjà accepté cette demande, le {$when}.
refusal-already_refused = {$who} a déjà refusé cette demande, le {$when}.
refusal-own_claim = Cette demande est la vôtre. Laissez un autre responsable en décider.
refusal-no_pack_to_approve = Aucun pack ne porte ce numéro : il n’y a rien à accepter.
refusal-not_yours = Vous n’êtes pas autorisé à effectuer cette action sur {$incident}.
refusal-not_now = { $act ->
        [reopen] {$incident} est déjà ouvert.
        [give_back] { $status ->
            [closed] {$incident} est clos : il n’y a rien à rendre.
           *[other] {$incident} attend déjà un technicien.
        }
        [give_verdict] {$incident} est encore ouvert. Vous pourrez décider de sa facturation une fois qu’il sera clos.
       *[other] { $status ->
            [closed] {$incident} est clos. Le bouton de sa fiche permet de le rouvrir.
           *[other] Prenez d’abord {$incident} en charge.
        }
    }
refusal-no_solution = Aucune solution n’a encore été proposée. Utilisez d’abord « Proposer une solution », ou choisissez « Non résolu » et expliquez pourquoi.
refusal-too_late_to_reopen = {$incident} pouvait être rouvert jusqu’au {$until}. Déclarez un nouvel incident.
refusal-no_verdict_due = { $billing ->
        [billed] {$incident} a déjà été facturé.
        [waived] Il a déjà été décidé de ne pas facturer {$incident}.
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
hint-expires_on = Premier jour où il n’est plus utilisable. Laissez vide pour un an après l’achat.
field-pack = Pack
field-units = Correction
hint-units = Par exemple 2 pour ajouter deux incidents, -1 pour en retirer un.
hint-reason = Il est conservé ; les membres du compte le lisent dans /incident packs.
field-code = Code
hint-code = Son nom court dans les listes et les imports, par exemple ACME.
field-name = Nom
field-calendar = Calendrier
hint-calendar = Les heures ouvrées du contrat qui s’appliquent à ce compte.
field-language = Langue
hint-language = Langue des messages dans ses canaux.
language-default = Par défaut
field-change = Modification
change-add = Membre, sans être acheteur
change-add_buyer = Membre et acheteur : prévenu des soldes bas et expirations
change-remove = Retirer
field-person = Personne
field-channel = Canal
hint-channel = Tous ses membres appartiennent au compte. N’importe qui peut rejoindre un canal public : choisissez un canal privé.
field-member = Domaine de messagerie, ou identifiant Slack
hint-member = Par exemple example.com, ou l’identifiant d’une personne (U…) ou d’un canal (C…) que l’on ne peut pas choisir ci-dessus.
members-title = *Membres actuels*
members-none = Personne pour l’instant.
members-buyer = acheteur
field-mainstream_end = Fin du support standard
hint-mainstream_end = Dernier jour. Laissez vide s’il est inconnu.
field-extended_end = Fin du support étendu
hint-extended_end = Dernier jour. Laissez vide s’il est inconnu.
field-number = Numéro de l’attestation
field-country = Pays
hint-country = Deux lettres, par exemple FR (ISO 3166).
field-valid_from = Valable à partir du
field-valid_to = Valable jusqu’au
hint-valid_to = Dernier jour.
field-file = Lieu de conservation du document
hint-file = Un chemin, un lien ou une référence qui permet à la comptabilité de le retrouver.
finished-title = C’est fait
finished-close = Fermer
done-grant_pack = Le pack {$pack} a été attribué : { $size ->
        [one] {$size} incident
       *[other] {$size} incidents
    }.
done-adjust_pack = Le solde du pack {$pack} a été corrigé ; il reste : {$left}.
done-edit_account = Le compte *{$account}* a été enregistré.
done-add = {$member} appartient désormais au compte *{$account}*.
done-add_buyer = {$member} est désormais acheteur du compte *{$account}*.
done-remove = {$member} a été retiré du compte *{$account}*. On peut encore y appartenir par le domaine de son adresse e-mail ou par un canal : le formulaire indique les deux.
done-edit_product = Le produit *{$product}* a été enregistré.
done-register_certificate = L’attestation du compte *{$account}* a été enregistrée : son dernier jour est le {$date}.
done-correct_certificate = L’attestation du compte *{$account}* a été corrigée : son dernier jour est le {$date}.
refusal-no_accounts = Il n’y a pas encore de compte. Ajoutez-en d’abord un.
refusal-no_products = Il n’y a pas encore de produit. Ajoutez-en d’abord un.
refusal-no_packs = Ce compte n’a aucun pack valable. Choisissez un autre compte, ou attribuez-lui un pack.
refusal-not_whole = Indiquez un nombre entier de {$lowest} à {$highest}.
refusal-no_units = Indiquez combien d’incidents ajouter ou retirer.
refusal-wrong_date = Cette date n’existe pas ou est trop lointaine. Choisissez-en une autre.
refusal-not_yet_bought = Cette date est dans l’avenir. Indiquez le jour de l’achat du pack.
refusal-expires_too_soon = Le pack expirerait avant de pouvoir servir. Indiquez un jour postérieur à l’achat.
refusal-nothing_to_correct = Le pack {$pack} a expiré, et une correction n’y changerait rien. Attribuez plutôt un nouveau pack.
refusal-code_taken = Un autre compte porte déjà ce code. Choisissez un autre code.
refusal-unknown_calendar = Ce calendrier ne figure plus dans le contrat. Choisissez-en un autre.
refusal-wrong_member = Indiquez un domaine de messagerie comme example.com, ou un identifiant Slack comme U012ABCDE ou C012ABCDE.
refusal-public_domain = N’importe qui peut obtenir une adresse chez {$domain}, et toutes ces personnes appartiendraient à ce compte. Ajoutez les personnes une à une.
refusal-channel_taken = Ce canal est rattaché à un autre compte. Un canal n’appartient qu’à un compte : retirez-le d’abord de l’autre.
refusal-technicians_channel = C’est le canal des techniciens : tous deviendraient membres de ce compte. Choisissez un autre canal.
refusal-buyer_is_person = Seule une personne peut être acheteuse. Ajoutez un domaine ou un canal comme membre.
refusal-no_member = Ce membre ne figure pas dans le compte lui-même : il n’y a rien à retirer.
refusal-one_at_a_time = Indiquez une seule personne, un seul canal ou un seul domaine à la fois.
refusal-product_code_taken = Un autre produit porte déjà ce code. Choisissez un autre code.
refusal-lifecycle_reversed = Le support étendu ne peut pas finir avant le support standard. Vérifiez les deux dates.
refusal-unknown_country = Aucun pays ne porte ce code. Indiquez deux lettres, par exemple FR.
refusal-validity_reversed = Le dernier jour précède le premier. Vérifiez les deux dates.
refusal-certificate_known = Cette attestation est déjà enregistrée, avec les mêmes dates et le même document. Vérifiez le numéro.

## Ce que dit un message une fois sa question réglée

settled-acknowledged = ✅ {$who} l’a pris en charge.
settled-closed = ⚪ {$who} a clos l’incident.
settled-reopened = 🔁 L’incident est de nouveau ouvert.
settled-given_back = ↩️ L’incident a été rendu : il attend de nouveau un technicien.
settled-deadline_moved = 🔀 La gravité a changé : une autre échéance compte.
settled-moved = 🔀 {$who} a confié l’incident à une autre équipe.
settled-customer_updated = 💬 Le client a eu de nos nouvelles depuis.
settled-snoozed = 💤 {$who} a repoussé ce rappel.
settled-not_waiting = ▶️ La réponse du client n’est plus attendue.
settled-replaced = 🔁 Une proposition plus récente remplace celle-ci.
settled-scope_agreed = 🤝 {$who} l’a accepté.
settled-split_agreed = ✅ {$who} l’a acceptée.
settled-split_declined = 🚫 {$who} l’a refusée.
settled-reachable = 📞 {$who} est joignable.
settled-not_awaited = Aucune réponse n’est plus attendue.
settled-cover_fell_back = 🌙 Personne n’a répondu à temps : la couverture est passée aux heures ouvrées.
settled-billed = ⚖️ {$who} a décidé de le facturer.
settled-waived = ⚖️ {$who} a décidé de ne pas le facturer.
settled-survey_answered = 📝 Vous avez répondu, merci.
settled-claim_approved = ✅ {$who} a accepté cette demande.
settled-claim_refused = 🚫 {$who} a refusé cette demande.
settled-certificate_renewed = 📄 Une attestation valable plus longtemps est enregistrée.
settled-not_manager = ➡️ Cela revient désormais aux responsables actuels.

## Les instants et les durées

# How Slack is asked to write an instant (docs.slack.dev/messaging/formatting-message-text#date-formatting).
# Its pretty dates say “aujourd’hui”, which cannot follow “le” or “au”.
slack-date = {"{date_short} à {time}"}
# The first of a month is “1er”.
pattern-day = { $day ->
        [1] d'er' MMM y
       *[other] d MMM y
    }
pattern-weekday = { $day ->
        [1] EEE d'er' MMM y
       *[other] EEE d MMM y
    }
zone-named_by = city
moment = {$day} à {$time} ({$zone})
moment-zone = { $kind ->
        [abbreviation] {$zone}
        [offset] {$zone}
        [vowel] heure d’{$zone}
        [le] heure du {$zone}
       *[other] heure de {$zone}
    }
time-of_day = {$hour} h { NUMBER($minute, minimumIntegerDigits: 2) }

duration-seconds = {$seconds} s
duration-minutes = {$minutes} min
duration-hours = {$hours} h
duration-hours-minutes = {$hours} h {$minutes} min
duration-days = { $days ->
        [one] {$days} jour
       *[other] {$days} jours
    }
duration-days-hours = {duration-days} {$hours} h

## Enquête

survey-title = Enquête
survey-wanted = {$incident} « {$title} » est clos. Comment cela s’est-il passé ? Quatre questions, une minute.
survey-reminder = {$incident} « {$title} » a été clos il y a quelques jours. Votre avis reste le bienvenu ; il n’y aura pas d’autre rappel.
survey-purpose = Les techniciens lisent vos réponses avec votre nom, et nous nous en servons pour mieux traiter les incidents. Elles ne changent rien à l’incident ni à son coût.
survey-in_words = {$incident} est clos. Comment cela s’est-il passé ? Je ne peux pas vous écrire directement : si vous le souhaitez, dites-le dans ce fil, les techniciens le liront.
survey-answered = 📝 {$who} a répondu à l’enquête sur {$incident} : utile : {$useful} · réponse {$quality}/5 · langue {$language}/5
survey-thanks = Merci. Les techniciens peuvent maintenant lire vos réponses.
button-survey = Répondre
field-useful = La réponse vous a-t-elle été utile ?
field-quality = Qualité de la réponse
field-writing = Qualité de la langue
field-remarks = Qu’est-ce qui a marqué votre expérience ?
useful-yes = oui
useful-no = non
mark-5 = 5, très bien
mark-4 = 4, bien
mark-3 = 3, moyen
mark-2 = 2, faible
mark-1 = 1, mauvais
refusal-survey_answered = Vous avez déjà répondu à l’enquête sur {$incident}, merci. Pour ajouter quelque chose, écrivez dans le fil de l’incident.

## La démonstration

demo-customers = 👋 *Ici, vous êtes Alice Martin, d’Acme*, une cliente ; c’est dans ce canal qu’Acme demande de l’aide. *Act as*, en haut à droite, vous fait changer de personne.
    1. Tapez `/incident`, remplissez le formulaire et appuyez sur *{form-submit}*. Votre incident reçoit ici une fiche, avec son échéance.
    2. Devenez *Theo Roux*, technicien, allez dans {$triage} et appuyez sur *{button-acknowledge}* sur sa fiche. Alice le lit dans le fil de la sienne.
    3. De nouveau Alice, tapez `/incident packs` : il reste deux incidents prépayés dans un pack, cinq dans un autre. `/incident aide` affiche le reste.
    4. Déclarez sans commande : écrivez `@guichet B Les imprimantes sont en panne`, ouvrez le fil de ce message et répondez `oui`. Ou mettez 🎫 sur ce que quelqu’un a écrit ici : appuyez sur 😀 à côté, tapez `ticket`, puis Entrée.
demo-lobby = 👋 *Ici, vous êtes Carl Lopez ou Gina Rossi, de Globex*, dans un canal qui n’appartient à aucun compte. Gina a acheté un pack de cinq incidents pour Globex. Carl vient d’y arriver : Guichet ne le connaît pas encore, mais il a le numéro de confirmation de commande de ce pack.
    1. En tant que *Carl Lopez*, tapez `/incident packs` : il n’en a aucun.
    2. Tapez `/incident récupérer` et donnez le numéro `{$confirmation}`.
    3. Devenez *Max Bernard*, le responsable. Guichet lui a posé la question sous *Direct messages* : appuyez sur *{button-approve}*. Carl peut désormais utiliser le pack, et Gina est prévenue.
demo-triage = 👋 *Ici, vous êtes Theo Roux ou Tess Petit*, l’équipe technique, ou *Max Bernard*, le responsable. Chaque incident a une fiche ici ; ce que vous écrivez dans son fil reste entre techniciens.
    1. *{button-acknowledge}* un incident, ou mettre 👀 sur sa fiche : c’est la réponse initiale. Il n’y en a pas encore ? Déclarez-en un en tant qu’Alice, dans {$customers}.
    2. *{button-reply}*, puis *{button-propose_solution}*, puis *{button-close}* : Alice lit chacun de ces messages, et Guichet lui demande son avis.
    3. En tant que *Max Bernard*, tapez `/incident admin` pour attribuer un pack, ou pour modifier un compte ou un produit. Quand une échéance est dépassée, il reçoit un message direct.
    4. En tant que Theo, tapez `/incident comptoir` dans {$customers} : Alice y trouve des boutons pour tout ce qu’elle peut demander.
    5. La fiche dit qui est d’astreinte : Theo le jour, Tess de 20 h à 8 h. Les rappels les appellent par leur nom.
demo-databases = 👋 *Ici, vous êtes Tess Petit*, technicienne, ou *Max Bernard*, le responsable, dans une deuxième équipe : celle des bases de données. Theo n’en fait pas partie : Guichet ne lui montre aucun de ses incidents.
    1. En tant qu’Alice, dans {$customers}, déclarez un incident sur *Database Server 2019* : sa fiche arrive ici.
    2. En tant que Tess, choisissez *{act-move_to_desk}* sous *{button-more}* sur une fiche de {$triage} : elle vient ici, et son délai continue de courir.
    3. En tant que Tess, renvoyez-la : l’ancienne fiche dit où elle est maintenant.
demo-real_time = ⏱️ Le temps passe à son rythme. Lancez la démonstration avec `--speed 60`, et une heure passe en une minute : vous verrez ici les rappels et les échéances dépassées.
demo-fast_time = ⏱️ Le temps passe {$speed} fois plus vite : les deux heures de la gravité A passent en {$length}, avec leurs rappels.
demo-people = *Qui est qui dans cette démonstration*
    • *Alice Martin*, d’Acme, est une cliente : {$customers}
    • *Gina Rossi* a acheté un pack pour Globex ; *Carl Lopez*, qui vient d’y arriver, peut le récupérer : {$lobby}
    • *Theo Roux* et *Tess Petit* forment l’équipe technique : {$triage} ; pour les bases de données, c’est Tess seule : {$databases}
    • *Max Bernard* est le responsable. Ce qu’il doit décider lui arrive en message direct.
    Le premier message de chaque canal dit quoi essayer. Rien n’est gardé quand la démonstration se termine.
demo-used_before = Utilisés avant Guichet

# Ce qu’écrivent les personnes de la visite. Ce qui devient un titre n’a pas de signe qui y serait remplacé.
tour-mail = La messagerie est en panne
tour-sign_in = Personne ne peut ouvrir de session
tour-mail_and_calendar = Messagerie et agenda ne vont plus
tour-old_server = L’ancien serveur est lent
tour-description = Cela a commencé à neuf heures. Un redémarrage n’a rien changé.
tour-contacts = Bob, +33 1 23 45 67 89, jour et nuit
tour-late_answer = Désolé pour l’attente, je m’en occupe.
tour-reply = Bonjour Alice, nous regardons le relais.
tour-private = Entre nous : c’est encore le relais.
tour-part_mail = Les messages n’arrivent pas
tour-part_calendar = L’agenda est vide
tour-tried = Deux appels sans réponse.
tour-remark = *Paris* est touché aussi.
tour-scope = Aucun message n’arrive au siège.
tour-fewer_affected = Seules quelques personnes sont touchées.
tour-solution = Redémarrez le relais, puis envoyez-vous un message.
tour-down_again = La panne est revenue.
tour-goodwill = Geste commercial
tour-printers = Les imprimantes sont en panne depuis neuf heures
tour-badge_reader = Et le lecteur de badges n’ouvre plus la porte.
