/** Speeches of a play, one after the other: the beginning of "Romeo and Juliet" (William Shakespeare), in the public domain. */
export const playText = `Gregory, o' my word, we'll not carry coals. No, for then we should be colliers. I mean, an we be in choler,
we'll draw. Ay, while you live, draw your neck out o' the collar. I strike quickly, being moved. But thou
art not quickly moved to strike. A dog of the house of Montague moves me. To move is to stir; and to be
valiant is to stand: therefore, if thou art moved, thou runn'st away. A dog of that house shall move me to
stand: I will take the wall of any man or maid of Montague's. That shows thee a weak slave; for the weakest
goes to the wall. True; and therefore women, being the weaker vessels, are ever thrust to the wall:
therefore I will push Montague's men from the wall, and thrust his maids to the wall. The quarrel is between
our masters and us their men. 'Tis all one, I will show myself a tyrant: when I have fought with the men, I
will be cruel with the maids, and cut off their heads. The heads of the maids? Ay, the heads of the maids,
or their maidenheads; take it in what sense thou wilt. They must take it in sense that feel it. Me they
shall feel while I am able to stand: and 'tis known I am a pretty piece of flesh. 'Tis well thou art not
fish; if thou hadst, thou hadst been poor John. Draw thy tool! here comes two of the house of the Montagues.
My naked weapon is out: quarrel, I will back thee. How! turn thy back and run? Fear me not. No, marry; I
fear thee! Let us take the law of our sides; let them begin. I will frown as I pass by, and let them take it
as they list. Nay, as they dare. I will bite my thumb at them; which is a disgrace to them, if they bear it.
Do you bite your thumb at us, sir? I do bite my thumb, sir. Do you bite your thumb at us, sir? No. No, sir,
I do not bite my thumb at you, sir, but I bite my thumb, sir. Do you quarrel, sir? Quarrel sir! no, sir. If
you do, sir, I am for you: I serve as good a man as you. No better. Well, sir. Say 'better:' here comes one
of my master's kinsmen. Yes, better, sir. You lie. Draw, if you be men. Gregory, remember thy swashing blow.
Part, fools! Put up your swords; you know not what you do. What, art thou drawn among these heartless hinds?
Turn thee, Benvolio, look upon thy death. I do but keep the peace: put up thy sword, Or manage it to part
these men with me. What, drawn, and talk of peace! I hate the word, As I hate hell, all Montagues, and thee:
Have at thee, coward! Clubs, bills, and partisans! strike! beat them down! Down with the Capulets! down with
the Montagues! What noise is this? Give me my long sword, ho! A crutch, a crutch! why call you for a sword?
My sword, I say! Old Montague is come, And flourishes his blade in spite of me. Thou villain Capulet, - Hold
me not, let me go. Thou shalt not stir a foot to seek a foe. Rebellious subjects, enemies to peace,
Profaners of this neighbour-stained steel, -  Will they not hear? What, ho! you men, you beasts, That quench
the fire of your pernicious rage With purple fountains issuing from your veins, On pain of torture, from
those bloody hands Throw your mistemper'd weapons to the ground, And hear the sentence of your moved prince.
Three civil brawls, bred of an airy word, By thee, old Capulet, and Montague, Have thrice disturb'd the
quiet of our streets, And made Verona's ancient citizens Cast by their grave beseeming ornaments, To wield
old partisans, in hands as old, Canker'd with peace, to part your canker'd hate: If ever you disturb our
streets again, Your lives shall pay the forfeit of the peace. For this time, all the rest depart away: You
Capulet; shall go along with me: And, Montague, come you this afternoon, To know our further pleasure in
this case, To old Free-town, our common judgment-place. Once more, on pain of death, all men depart. Who set
this ancient quarrel new abroach? Speak, nephew, were you by when it began? Here were the servants of your
adversary, And yours, close fighting ere I did approach: I drew to part them: in the instant came The fiery
Tybalt, with his sword prepared, Which, as he breathed defiance to my ears, He swung about his head and cut
the winds, Who nothing hurt withal hiss'd him in scorn: While we were interchanging thrusts and blows, Came
more and more and fought on part and part, Till the prince came, who parted either part. O, where is Romeo?
saw you him to-day? Right glad I am he was not at this fray. Madam, an hour before the worshipp'd sun Peer'd
forth the golden window of the east, A troubled mind drave me to walk abroad; Where, underneath the grove of
sycamore That westward rooteth from the city's side, So early walking did I see your son: Towards him I
made, but he was ware of me And stole into the covert of the wood: I, measuring his affections by my own,
That most are busied when they're most alone, Pursued my humour not pursuing his, And gladly shunn'd who
gladly fled from me. Many a morning hath he there been seen, With tears augmenting the fresh morning dew.
Adding to clouds more clouds with his deep sighs; But all so soon as the all-cheering sun Should in the
furthest east begin to draw The shady curtains from Aurora's bed, Away from the light steals home my heavy
son, And private in his chamber pens himself, Shuts up his windows, locks far daylight out And makes himself
an artificial night: Black and portentous must this humour prove, Unless good counsel may the cause remove.
My noble uncle, do you know the cause? I neither know it nor can learn of him. Have you importuned him by
any means? Both by myself and many other friends: But he, his own affections' counsellor, Is to himself - I
will not say how true -  But to himself so secret and so close, So far from sounding and discovery, As is the
bud bit with an envious worm, Ere he can spread his sweet leaves to the air, Or dedicate his beauty to the
sun. Could we but learn from whence his sorrows grow. We would as willingly give cure as know. See, where he
comes: so please you, step aside; I'll know his grievance, or be much denied. I would thou wert so happy by
thy stay, To hear true shrift. Come, madam, let's away. Good-morrow, cousin. Is the day so young? But new
struck nine. Ay me! sad hours seem long. Was that my father that went hence so fast? It was. What sadness
lengthens Romeo's hours? Not having that, which, having, makes them short. In love? Out -  Of love? Out of
her favour, where I am in love. Alas, that love, so gentle in his view, Should be so tyrannous and rough in
proof! Alas, that love, whose view is muffled still, Should, without eyes, see pathways to his will! Where
shall we dine? O me! What fray was here? Yet tell me not, for I have heard it all. Here's much to do with
hate, but more with love. Why, then, O brawling love! O loving hate! O any thing, of nothing first create! O
heavy lightness! serious vanity! Mis-shapen chaos of well-seeming forms! Feather of lead, bright smoke, cold
fire, sick health! Still-waking sleep, that is not what it is! This love feel I, that feel no love in this.
Dost thou not laugh? No, coz, I rather weep. Good heart, at what? At thy good heart's oppression. Why, such
is love's transgression. Griefs of mine own lie heavy in my breast, Which thou wilt propagate, to have it
prest With more of thine: this love that thou hast shown Doth add more grief to too much of mine own. Love
is a smoke raised with the fume of sighs; Being purged, a fire sparkling in lovers' eyes; Being vex'd a sea
nourish'd with lovers' tears: What is it else? a madness most discreet, A choking gall and a preserving
sweet. Farewell, my coz. Soft! I will go along; An if you leave me so, you do me wrong. Tut, I have lost
myself; I am not here; This is not Romeo, he's some other where. Tell me in sadness, who is that you love.
What, shall I groan and tell thee? Groan! why, no. But sadly tell me who. Bid a sick man in sadness make his
will: Ah, word ill urged to one that is so ill! In sadness, cousin, I do love a woman. I aim'd so near, when
I supposed you loved. A right good mark-man! And she's fair I love. A right fair mark, fair coz, is soonest
hit. Well, in that hit you miss: she'll not be hit With Cupid's arrow; she hath Dian's wit; And, in strong
proof of chastity well arm'd, From love's weak childish bow she lives unharm'd. She will not stay the siege
of loving terms, Nor bide the encounter of assailing eyes, Nor ope her lap to saint-seducing gold: O, she is
rich in beauty, only poor, That when she dies with beauty dies her store. Then she hath sworn that she will
still live chaste? She hath, and in that sparing makes huge waste, For beauty starved with her severity Cuts
beauty off from all posterity. She is too fair, too wise, wisely too fair, To merit bliss by making me
despair: She hath forsworn to love, and in that vow Do I live dead that live to tell it now. Be ruled by me,
forget to think of her. O, teach me how I should forget to think. By giving liberty unto thine eyes; Examine
other beauties. 'Tis the way To call hers exquisite, in question more: These happy masks that kiss fair
ladies' brows Being black put us in mind they hide the fair; He that is strucken blind cannot forget The
precious treasure of his eyesight lost: Show me a mistress that is passing fair, What doth her beauty serve,
but as a note Where I may read who pass'd that passing fair? Farewell: thou canst not teach me to forget.
I'll pay that doctrine, or else die in debt. But Montague is bound as well as I, In penalty alike; and 'tis
not hard, I think, For men so old as we to keep the peace. Of honourable reckoning are you both; And pity
'tis you lived at odds so long. But now, my lord, what say you to my suit? But saying o'er what I have said
before: My child is yet a stranger in the world; She hath not seen the change of fourteen years, Let two
more summers wither in their pride, Ere we may think her ripe to be a bride. Younger than she are happy
mothers made. And too soon marr'd are those so early made. The earth hath swallow'd all my hopes but she,
She is the hopeful lady of my earth: But woo her, gentle Paris, get her heart, My will to her consent is but
a part; An she agree, within her scope of choice Lies my consent and fair according voice. This night I hold
an old accustom'd feast, Whereto I have invited many a guest, Such as I love; and you, among the store, One
more, most welcome, makes my number more. At my poor house look to behold this night Earth-treading stars
that make dark heaven light: Such comfort as do lusty young men feel When well-apparell'd April on the heel
Of limping winter treads, even such delight Among fresh female buds shall you this night Inherit at my
house; hear all, all see, And like her most whose merit most shall be: Which on more view, of many mine
being one May stand in number, though in reckoning none, Come, go with me. Go, sirrah, trudge about Through
fair Verona; find those persons out Whose names are written there, and to them say, My house and welcome on
their pleasure stay. Find them out whose names are written here! It is written, that the shoemaker should
meddle with his yard, and the tailor with his last, the fisher with his pencil, and the painter with his
nets; but I am sent to find those persons whose names are here writ, and can never find what names the
writing person hath here writ. I must to the learned. - In good time. Tut, man, one fire burns out another's
burning, One pain is lessen'd by another's anguish; Turn giddy, and be holp by backward turning; One
desperate grief cures with another's languish: Take thou some new infection to thy eye, And the rank poison
of the old will die. Your plaintain-leaf is excellent for that. For what, I pray thee? For your broken shin.
Why, Romeo, art thou mad? Not mad, but bound more than a mad-man is; Shut up in prison, kept without my
food, Whipp'd and tormented and - God-den, good fellow. God gi' god-den. I pray, sir, can you read? Ay, mine
own fortune in my misery. Perhaps you have learned it without book: but, I pray, can you read any thing you
see? Ay, if I know the letters and the language. Ye say honestly: rest you merry! Stay, fellow; I can read.
'Signior Martino and his wife and daughters; County Anselme and his beauteous sisters; the lady widow of
Vitravio; Signior Placentio and his lovely nieces; Mercutio and his brother Valentine; mine uncle Capulet,
his wife and daughters; my fair niece Rosaline; Livia; Signior Valentio and his cousin Tybalt, Lucio and the
lively Helena.' A fair assembly: whither should they come? Up. Whither? To supper; to our house. Whose
house? My master's. Indeed, I should have ask'd you that before. Now I'll tell you without asking: my master
is the great rich Capulet; and if you be not of the house of Montagues, I pray, come and crush a cup of
wine. Rest you merry! At this same ancient feast of Capulet's Sups the fair Rosaline whom thou so lovest,
With all the admired beauties of Verona: Go thither; and, with unattainted eye, Compare her face with some
that I shall show, And I will make thee think thy swan a crow. When the devout religion of mine eye
Maintains such falsehood, then turn tears to fires; And these, who often drown'd could never die,
Transparent heretics, be burnt for liars! One fairer than my love! the all-seeing sun Ne'er saw her match
since first the world begun. Tut, you saw her fair, none else being by, Herself poised with herself in
either eye: But in that crystal scales let there be weigh'd Your lady's love against some other maid That I
will show you shining at this feast, And she shall scant show well that now shows best. I'll go along, no
such sight to be shown, But to rejoice in splendor of mine own. Nurse, where's my daughter? call her forth
to me. Now, by my maidenhead, at twelve year old, I bade her come. What, lamb! what, ladybird! God forbid!
Where's this girl? What, Juliet! How now! who calls? Your mother. Madam, I am here. What is your will? This
is the matter: - Nurse, give leave awhile, We must talk in secret: - nurse, come back again; I have remember'd
me, thou's hear our counsel. Thou know'st my daughter's of a pretty age. Faith, I can tell her age unto an
hour. She's not fourteen. I'll lay fourteen of my teeth, -  And yet, to my teeth be it spoken, I have but
four -  She is not fourteen. How long is it now To Lammas-tide? A fortnight and odd days. Even or odd, of all
days in the year, Come Lammas-eve at night shall she be fourteen. Susan and she - God rest all Christian
souls! -  Were of an age: well, Susan is with God; She was too good for me: but, as I said, On Lammas-eve at
night shall she be fourteen; That shall she, marry; I remember it well. 'Tis since the earthquake now eleven
years; And she was wean'd, - I never shall forget it, -  Of all the days of the year, upon that day: For I had
then laid wormwood to my dug, Sitting in the sun under the dove-house wall; My lord and you were then at
Mantua: -  Nay, I do bear a brain: - but, as I said, When it did taste the wormwood on the nipple Of my dug
and felt it bitter, pretty fool, To see it tetchy and fall out with the dug! Shake quoth the dove-house:
'twas no need, I trow, To bid me trudge: And since that time it is eleven years; For then she could stand
alone; nay, by the rood, She could have run and waddled all about; For even the day before, she broke her
brow: And then my husband - God be with his soul! A' was a merry man - took up the child: 'Yea,' quoth he,
'dost thou fall upon thy face? Thou wilt fall backward when thou hast more wit; Wilt thou not, Jule?' and,
by my holidame, The pretty wretch left crying and said 'Ay.' To see, now, how a jest shall come about! I
warrant, an I should live a thousand years, I never should forget it: 'Wilt thou not, Jule?' quoth he; And,
pretty fool, it stinted and said 'Ay.' Enough of this; I pray thee, hold thy peace. Yes, madam: yet I cannot
choose but laugh, To think it should leave crying and say 'Ay.' And yet, I warrant, it had upon its brow A
bump as big as a young cockerel's stone; A parlous knock; and it cried bitterly: 'Yea,' quoth my
husband,'fall'st upon thy face? Thou wilt fall backward when thou comest to age; Wilt thou not, Jule?' it
stinted and said 'Ay.' And stint thou too, I pray thee, nurse, say I. Peace, I have done. God mark thee to
his grace! Thou wast the prettiest babe that e'er I nursed: An I might live to see thee married once, I have
my wish. Marry, that 'marry' is the very theme I came to talk of. Tell me, daughter Juliet, How stands your
disposition to be married? It is an honour that I dream not of. An honour! were not I thine only nurse, I
would say thou hadst suck'd wisdom from thy teat. Well, think of marriage now; younger than you, Here in
Verona, ladies of esteem, Are made already mothers: by my count, I was your mother much upon these years
That you are now a maid. Thus then in brief: The valiant Paris seeks you for his love. A man, young lady!
lady, such a man As all the world - why, he's a man of wax. Verona's summer hath not such a flower. Nay, he's
a flower; in faith, a very flower. What say you? can you love the gentleman? This night you shall behold him
at our feast; Read o'er the volume of young Paris' face, And find delight writ there with beauty's pen;
Examine every married lineament, And see how one another lends content And what obscured in this fair volume
lies Find written in the margent of his eyes. This precious book of love, this unbound lover, To beautify
him, only lacks a cover: The fish lives in the sea, and 'tis much pride For fair without the fair within to
hide: That book in many's eyes doth share the glory, That in gold clasps locks in the golden story; So shall
you share all that he doth possess, By having him, making yourself no less. No less! nay, bigger; women grow
by men. Speak briefly, can you like of Paris' love? I'll look to like, if looking liking move: But no more
deep will I endart mine eye Than your consent gives strength to make it fly. Madam, the guests are come,
supper served up, you called, my young lady asked for, the nurse cursed in the pantry, and every thing in
extremity. I must hence to wait; I beseech you, follow straight. We follow thee. Juliet, the county stays.
Go, girl, seek happy nights to happy days. What, shall this speech be spoke for our excuse? Or shall we on
without a apology? The date is out of such prolixity: We'll have no Cupid hoodwink'd with a scarf, Bearing a
Tartar's painted bow of lath, Scaring the ladies like a crow-keeper; Nor no without-book prologue, faintly
spoke After the prompter, for our entrance: But let them measure us by what they will; We'll measure them a
measure, and be gone. Give me a torch: I am not for this ambling; Being but heavy, I will bear the light.
Nay, gentle Romeo, we must have you dance. Not I, believe me: you have dancing shoes With nimble soles: I
have a soul of lead So stakes me to the ground I cannot move. You are a lover; borrow Cupid's wings, And
soar with them above a common bound. I am too sore enpierced with his shaft To soar with his light feathers,
and so bound, I cannot bound a pitch above dull woe: Under love's heavy burden do I sink. And, to sink in
it, should you burden love; Too great oppression for a tender thing. Is love a tender thing? it is too
rough, Too rude, too boisterous, and it pricks like thorn. If love be rough with you, be rough with love;
Prick love for pricking, and you beat love down. Give me a case to put my visage in: A visor for a visor!
what care I What curious eye doth quote deformities? Here are the beetle brows shall blush for me. Come,
knock and enter; and no sooner in, But every man betake him to his legs. A torch for me: let wantons light
of heart Tickle the senseless rushes with their heels, For I am proverb'd with a grandsire phrase; I'll be a
candle-holder, and look on. The game was ne'er so fair, and I am done. Tut, dun's the mouse, the constable's
own word: If thou art dun, we'll draw thee from the mire Of this sir-reverence love, wherein thou stick'st
Up to the ears. Come, we burn daylight, ho! Nay, that's not so. I mean, sir, in delay We waste our lights in
vain, like lamps by day. Take our good meaning, for our judgment sits Five times in that ere once in our
five wits. And we mean well in going to this mask; But 'tis no wit to go. Why, may one ask? I dream'd a
dream to-night. And so did I. Well, what was yours? That dreamers often lie. In bed asleep, while they do
dream things true. O, then, I see Queen Mab hath been with you. She is the fairies' midwife, and she comes
In shape no bigger than an agate-stone On the fore-finger of an alderman, Drawn with a team of little
atomies Athwart men's noses as they lie asleep; Her wagon-spokes made of long spiders' legs, The cover of
the wings of grasshoppers, The traces of the smallest spider's web, The collars of the moonshine's watery
beams, Her whip of cricket's bone, the lash of film, Her wagoner a small grey-coated gnat, Not so big as a
round little worm Prick'd from the lazy finger of a maid; Her chariot is an empty hazel-nut Made by the
joiner squirrel or old grub, Time out o' mind the fairies' coachmakers. And in this state she gallops night
by night Through lovers' brains, and then they dream of love; O'er courtiers' knees, that dream on
court'sies straight, O'er lawyers' fingers, who straight dream on fees, O'er ladies ' lips, who straight on
kisses dream, Which oft the angry Mab with blisters plagues, Because their breaths with sweetmeats tainted
are: Sometime she gallops o'er a courtier's nose, And then dreams he of smelling out a suit; And sometime
comes she with a tithe-pig's tail Tickling a parson's nose as a' lies asleep, Then dreams, he of another
benefice: Sometime she driveth o'er a soldier's neck, And then dreams he of cutting foreign throats, Of
breaches, ambuscadoes, Spanish blades, Of healths five-fathom deep; and then anon Drums in his ear, at which
he starts and wakes, And being thus frighted swears a prayer or two And sleeps again. This is that very Mab
That plats the manes of horses in the night, And bakes the elflocks in foul sluttish hairs, Which once
untangled, much misfortune bodes: This is the hag, when maids lie on their backs, That presses them and
learns them first to bear, Making them women of good carriage: This is she -  Peace, peace, Mercutio, peace!
Thou talk'st of nothing. True, I talk of dreams, Which are the children of an idle brain, Begot of nothing
but vain fantasy, Which is as thin of substance as the air And more inconstant than the wind, who wooes Even
now the frozen bosom of the north, And, being anger'd, puffs away from thence, Turning his face to the
dew-dropping south. This wind, you talk of, blows us from ourselves; Supper is done, and we shall come too
late. I fear, too early: for my mind misgives Some consequence yet hanging in the stars Shall bitterly begin
his fearful date With this night's revels and expire the term Of a despised life closed in my breast By some
vile forfeit of untimely death. But He, that hath the steerage of my course, Direct my sail! On, lusty
gentlemen. Strike, drum. Where's Potpan, that he helps not to take away? He shift a trencher? he scrape a
trencher! When good manners shall lie all in one or two men's hands and they unwashed too, 'tis a foul
thing. Away with the joint-stools, remove the court-cupboard, look to the plate. Good thou, save me a piece
of marchpane; and, as thou lovest me, let the porter let in Susan Grindstone and Nell. Antony, and Potpan!
Ay, boy, ready. You are looked for and called for, asked for and sought for, in the great chamber. We cannot
be here and there too. Cheerly, boys; be brisk awhile, and the longer liver take all. Welcome, gentlemen!
ladies that have their toes Unplagued with corns will have a bout with you. Ah ha, my mistresses! which of
you all Will now deny to dance? she that makes dainty, She, I'll swear, hath corns; am I come near ye now?
Welcome, gentlemen! I have seen the day That I have worn a visor and could tell A whispering tale in a fair
lady's ear, Such as would please: 'tis gone, 'tis gone, 'tis gone: You are welcome, gentlemen! come,
musicians, play. A hall, a hall! give room! and foot it, girls. More light, you knaves; and turn the tables
up, And quench the fire, the room is grown too hot. Ah, sirrah, this unlook'd-for sport comes well. Nay,
sit, nay, sit, good cousin Capulet; For you and I are past our dancing days: How long is't now since last
yourself and I Were in a mask? By'r lady, thirty years. What, man! 'tis not so much, 'tis not so much: 'Tis
since the nuptials of Lucentio, Come pentecost as quickly as it will, Some five and twenty years; and then
we mask'd. 'Tis more, 'tis more, his son is elder, sir; His son is thirty. Will you tell me that? His son
was but a ward two years ago. I know not, sir. O, she doth teach the torches to burn bright! It seems she
hangs upon the cheek of night Like a rich jewel in an Ethiope's ear; Beauty too rich for use, for earth too
dear! So shows a snowy dove trooping with crows, As yonder lady o'er her fellows shows. The measure done,
I'll watch her place of stand, And, touching hers, make blessed my rude hand. Did my heart love till now?
forswear it, sight! For I ne'er saw true beauty till this night. This, by his voice, should be a Montague.
Fetch me my rapier, boy. What dares the slave Come hither, cover'd with an antic face, To fleer and scorn at
our solemnity? Now, by the stock and honour of my kin, To strike him dead, I hold it not a sin. Why, how
now, kinsman! wherefore storm you so? Uncle, this is a Montague, our foe, A villain that is hither come in
spite, To scorn at our solemnity this night. Young Romeo is it? 'Tis he, that villain Romeo. Content thee,
gentle coz, let him alone; He bears him like a portly gentleman; And, to say truth, Verona brags of him To
be a virtuous and well-govern'd youth: I would not for the wealth of all the town Here in my house do him
disparagement: Therefore be patient, take no note of him: It is my will, the which if thou respect, Show a
fair presence and put off these frowns, And ill-beseeming semblance for a feast. It fits, when such a
villain is a guest: I'll not endure him. He shall be endured: What, goodman boy! I say, he shall: go to; Am
I the master here, or you? go to. You'll not endure him! God shall mend my soul! You'll make a mutiny among
my guests! You will set cock-a-hoop! you'll be the man! Why, uncle, 'tis a shame. Go to, go to; You are a
saucy boy: is't so, indeed? This trick may chance to scathe you, I know what: You must contrary me! marry,
'tis time. Well said, my hearts! You are a princox; go: Be quiet, or - More light, more light! For shame!
I'll make you quiet. What, cheerly, my hearts! Patience perforce with wilful choler meeting Makes my flesh
tremble in their different greeting. I will withdraw: but this intrusion shall Now seeming sweet convert to
bitter gall. Good pilgrim, you do wrong your hand too much, Which mannerly devotion shows in this; For
saints have hands that pilgrims' hands do touch, And palm to palm is holy palmers' kiss. Have not saints
lips, and holy palmers too? Ay, pilgrim, lips that they must use in prayer. O, then, dear saint, let lips do
what hands do; They pray, grant thou, lest faith turn to despair. Saints do not move, though grant for
prayers' sake. Then move not, while my prayer's effect I take. Thus from my lips, by yours, my sin is
purged. Then have my lips the sin that they have took. Sin from thy lips? O trespass sweetly urged! Give me
my sin again. You kiss by the book. Madam, your mother craves a word with you. What is her mother? Marry,
bachelor, Her mother is the lady of the house, And a good lady, and a wise and virtuous I nursed her
daughter, that you talk'd withal; I tell you, he that can lay hold of her Shall have the chinks. Is she a
Capulet? O dear account! my life is my foe's debt. Away, begone; the sport is at the best. Ay, so I fear;
the more is my unrest. Nay, gentlemen, prepare not to be gone; We have a trifling foolish banquet towards.
Is it e'en so? why, then, I thank you all I thank you, honest gentlemen; good night. More torches here! Come
on then, let's to bed. Ah, sirrah, by my fay, it waxes late: I'll to my rest. Come hither, nurse. What is
yond gentleman? The son and heir of old Tiberio. What's he that now is going out of door? Marry, that, I
think, be young Petrucio. What's he that follows there, that would not dance? I know not. Go ask his name:
if he be married. My grave is like to be my wedding bed. His name is Romeo, and a Montague; The only son of
your great enemy. My only love sprung from my only hate! Too early seen unknown, and known too late!
Prodigious birth of love it is to me, That I must love a loathed enemy. What's this? what's this? A rhyme I
learn'd even now Of one I danced withal. Anon, anon! Come, let's away; the strangers all are gone. Now old
desire doth in his death-bed lie, And young affection gapes to be his heir; That fair for which love groan'd
for and would die, With tender Juliet match'd, is now not fair. Now Romeo is beloved and loves again, Alike
betwitched by the charm of looks, But to his foe supposed he must complain, And she steal love's sweet bait
from fearful hooks: Being held a foe, he may not have access To breathe such vows as lovers use to swear;
And she as much in love, her means much less To meet her new-beloved any where: But passion lends them
power, time means, to meet Tempering extremities with extreme sweet. Can I go forward when my heart is here?
Turn back, dull earth, and find thy centre out. Romeo! my cousin Romeo! He is wise; And, on my lie, hath
stol'n him home to bed. He ran this way, and leap'd this orchard wall: Call, good Mercutio. Nay, I'll
conjure too. Romeo! humours! madman! passion! lover! Appear thou in the likeness of a sigh: Speak but one
rhyme, and I am satisfied; Cry but 'Ay me!' pronounce but 'love' and 'dove;' Speak to my gossip Venus one
fair word, One nick-name for her purblind son and heir, Young Adam Cupid, he that shot so trim, When King
Cophetua loved the beggar-maid! He heareth not, he stirreth not, he moveth not; The ape is dead, and I must
conjure him.`;
