Instance name: c1_2_3
Authors: Piotr Sielski (psielski@emapa.pl), Piotr Cybula, Marek Rogalski, Piotr Beling, Andrzej Jaszkiewicz.  Emapa S.A. (http://www.emapa.pl), research funded by The National Centre for Research and Development.  "New methods of VRP problem optimization", project number: POIR.01.01.01.-00-0222/16.
Date: 02.05.2018
Reference: "New methods of VRP problem optimization", unpublished result.
Solution
Route 1 : 114 159 38 150 22 151 16 140 187 142 111 63 56
Route 2 : 62 120 19 192 196 97 96 130 28 74 149 30
Route 3 : 161 104 18 54 185 132 7 181 117 49 81 137
Route 4 : 101 144 119 166 35 126 71 9 1 99 53
Route 5 : 32 171 65 86 115 94 51 174 136 189 91
Route 6 : 5 180 84 191 125 4 82 60 72 128 106 167
Route 7 : 48 26 152 40 153 14 169 89 15 105 198 59
Route 8 : 93 55 58 184 199 37 138 102 146 68 76
Route 9 : 177 3 88 8 186 127 98 157 135 183
Route 10 : 21 23 182 75 163 194 145 195 52 92
Route 11 : 148 103 197 124 141 69 200 110 162
Route 12 : 57 118 83 143 176 36 33 121 165 188 108
Route 13 : 131 44 173 154 24 61 100 64 27 109
Route 14 : 170 134 50 156 112 168 79 29 87 42 123 133
Route 15 : 45 178 85 80 31 25 172 77 41 20 179
Route 16 : 164 66 147 160 47 70 12 116
Route 17 : 17 67 90 2 43 193 46 10 95 158 34 190
Route 18 : 113 73 129 11 6 122 139 13 175 39 107 78 155
Cost 2707.3454
